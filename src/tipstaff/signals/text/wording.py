"""What an event says: the fields that hold words, put together once, and their folded form when a signal asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from msgspec import UNSET, Struct

from tipstaff.signals.failure import unavailable
from tipstaff.signals.text.folding import Folded, fold
from tipstaff.signals.text.keeping import kept
from tipstaff.signals.text.ordinary import Forms, ordinary
from tipstaff.signals.text.visible import visible_text
from tipstaff.signals.text.words import Word, bare, joined_of, sentences_of, words_in
from tipstaff.vocab.event import Event

# Longer texts are judged by their beginning: everything here is linear, but a decision has a deadline.
LIMIT = 100_000
# Longer ones are not kept for the next event.
_SHORT = 2_000
_FIELDS = ("subject", "title", "text", "sample")


class Wording:
    """A text and what it looks like without disguises, each form computed once for all signals that ask.

    Places (`words`, `sentences`, matches of your own) are places in `folded.text`; `place` leads back to `raw`.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw[:LIMIT]
        # Forms that other rooms know, by name: for those that are asked for too often to go through `once`.
        self.known: dict[str, Any] = {}

    def once(self, name: str, compute: Callable[[], Any]) -> Any:
        """What `compute` gives, computed once: for forms of the text that other rooms know (features, scores)."""
        if name not in self.known:
            self.known[name] = compute()
        return self.known[name]

    @kept
    def folded(self) -> Folded:
        """The folded text and the tricks that were undone."""
        forms = self._forms
        return fold(self.raw) if forms is None else Folded.ordinary(self._spaced, forms[0])

    @kept
    def _spaced(self) -> str:
        """With no-break spaces, of which mail has many, as spaces: what composing makes of them, each in its place."""
        return self.raw.replace("\xa0", " ")

    @kept
    def _forms(self) -> Forms | None:
        """The forms below of a text in which nothing hides, each put in its place; None: they must be worked out."""
        forms = ordinary(self._spaced)
        if forms is not None:
            known = self.__dict__
            _, known["bare"], known["joined"] = forms
            known["cased"], known["tricks"] = self._spaced, ()
        return forms

    @kept
    def cased(self) -> str:
        """`folded.cased`: the text as it was before letters lost their case and disguised words were read."""
        return self.folded.cased if self._forms is None else self._spaced

    @kept
    def tricks(self) -> Sequence[str]:
        """`folded.tricks`: the names of what was undone, sorted."""
        return self.folded.tricks if self._forms is None else ()

    @kept
    def words(self) -> list[Word]:
        """The bare words of the folded text; places are places in the folded text."""
        return words_in(self.bare)

    @kept
    def joined(self) -> str:
        """The bare words without their places, one space around each; "" when there are none."""
        forms = self._forms or self.folded.forms
        return joined_of(self.bare) if forms is None else forms[2]

    @kept
    def size(self) -> int:
        """How many words there are."""
        return max(0, self.joined.count(" ") - 1)

    @kept
    def bare(self) -> str:
        """The folded text without accents; as long as the folded text, place by place."""
        forms = self._forms or self.folded.forms
        return bare(self.folded.text) if forms is None else forms[1]

    @kept
    def sentences(self) -> list[tuple[int, int]]:
        """Where the sentences of the folded text begin and end."""
        return sentences_of(self.folded.text)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in `raw`: what an explanation points at."""
        return self.folded.place(start, end)

    def quote(self, start: int, end: int) -> str:
        """A stretch of the folded text as it was written."""
        begin, stop = self.folded.place(start, end)
        return self.raw[begin:stop]


def wording_of(event: Event) -> Wording:
    """Subject, title, text, sample and the visible words of `html`, in this order, a line each.

    Raises:
        CelError: `signal-unavailable` when events of this type have no such field. A field that is merely missing
            reads as no words.
    """
    data = event.data
    record: type[Struct] = type(data)
    spoken, marked_up = _spoken(record)
    if len(spoken) == 1 and not marked_up:  # as a message
        alone = getattr(data, spoken[0])
        return wording("" if alone is UNSET else alone)
    says = [getattr(data, name) for name in spoken]
    if marked_up:
        says.append(UNSET if data.html is UNSET else visible_text(data.html[: 4 * LIMIT]))
    elif not spoken:
        raise unavailable(f"`{event.type}` has no text")
    said = [words for words in says if words is not UNSET and words]
    return wording(said[0] if len(said) == 1 else "\n".join(said))


def says(event: Event) -> bool:
    """Whether events of this type have words of their own, beside those of files."""
    record: type[Struct] = type(event.data)
    spoken, marked_up = _spoken(record)
    return marked_up or bool(spoken)


@lru_cache(maxsize=256)
def _spoken(record: type[Struct]) -> tuple[tuple[str, ...], bool]:
    """The fields of such events that hold words, in order, and whether there is markup too."""
    fields = record.__struct_fields__
    return tuple(name for name in _FIELDS if name in fields), "html" in fields


def wording(raw: str) -> Wording:
    """A text as it was read lately, or anew: a campaign says the same again and again, and several readers of one event
    ask for the same text."""
    return _lately(raw) if len(raw) <= _SHORT else Wording(raw)


@lru_cache(maxsize=32)
def _lately(raw: str) -> Wording:
    return Wording(raw)

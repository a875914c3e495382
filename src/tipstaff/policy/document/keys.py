"""Reading the keys of one mapping: each is asked for by name and kind, whatever is left over is a mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from tipstaff.policy.document.nodes import Entries, Items, Node, Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean

T = TypeVar("T")
W = TypeVar("W", bound=str)

Texts = Mapping[str, Scalar]
"""Language to text."""

_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)


class Keys:
    """The keys of one mapping, taken one by one.

    Every method notes what is wrong and gives a harmless value instead, so that one mistake does not hide the next.

    Args:
        what: what the mapping is, for messages: `a clause`.
    """

    def __init__(self, node: Node, what: str, notes: Notes) -> None:
        self.node = node
        self.what = what
        self.notes = notes
        self._asked: list[str] = []
        self._entries = {key.text: value for key, value in node.entries} if isinstance(node, Entries) else {}
        if not isinstance(node, Entries):
            notes.at(node, "wrong-type", f"{what} is a mapping of keys to values, not {kind_of(node)}")

    def __bool__(self) -> bool:
        """Whether it is a mapping at all."""
        return isinstance(self.node, Entries)

    def take(self, key: str, *, required: bool = False) -> Node | None:
        """The value of a key, whatever it is; an empty one counts as absent."""
        self._asked.append(key)
        value = self._entries.get(key)
        if isinstance(value, Scalar) and not value.text and not value.style:
            value = None
        if value is None and required and self:
            self.notes.at(self.node, "missing-key", f"{self.what} needs `{key}`")
        return value

    def scalar(self, key: str, *, required: bool = False) -> Scalar | None:
        """A single value."""
        return self.one(key, self.take(key, required=required))

    def one(self, key: str, value: Node | None) -> Scalar | None:
        """`value` when it is a single one; otherwise None, and anything else than nothing is noted."""
        if value is None or isinstance(value, Scalar):
            return value
        self.notes.at(value, "wrong-type", f"`{key}` is a single value, not {kind_of(value)}")
        return None

    def text(self, key: str, *, required: bool = False) -> str:
        """A text; "" when absent."""
        scalar = self.scalar(key, required=required)
        return scalar.text.strip() if scalar else ""

    def word(self, key: str, choices: Sequence[W], default: W | None = None) -> W:
        """One of `choices`; required when there is no default."""
        scalar = self.scalar(key, required=default is None)
        fallback = choices[0] if default is None else default
        if scalar is None:
            return fallback
        for choice in choices:
            if choice == scalar.text:
                return choice
        hint = did_you_mean(scalar.text, choices) or f"one of {', '.join(choices)}"
        self.notes.at(scalar, "wrong-value", f"`{scalar.text}` is not a value of `{key}`", hint=hint)
        return fallback

    def whole(self, key: str, default: int, bounds: tuple[int, int] = (-1_000_000, 1_000_000)) -> int:
        """A whole number within bounds (both included)."""
        scalar = self.scalar(key)
        if scalar is None:
            return default
        if _WHOLE.fullmatch(scalar.text) and bounds[0] <= int(scalar.text) <= bounds[1]:
            return int(scalar.text)
        hint = f"from {bounds[0]} to {bounds[1]}"
        self.notes.at(scalar, "wrong-type", f"`{key}` is a whole number, not `{scalar.text}`", hint=hint)
        return default

    def moment(self, key: str, *, required: bool = False) -> datetime | None:
        """A date (midnight UTC) or a time with its offset."""
        scalar = self.scalar(key, required=required)
        if scalar is None:
            return None
        try:
            if _DATE.fullmatch(scalar.text):
                return datetime.fromisoformat(scalar.text).replace(tzinfo=UTC)
            moment = datetime.fromisoformat(scalar.text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            hint = "write 2022-10-24 or 2022-10-24T09:00:00Z"
            self.notes.at(scalar, "wrong-type", f"`{scalar.text}` is not a date or a time", hint=hint)
            return None
        return moment.astimezone(UTC)

    def words(self, key: str, *, required: bool = False) -> tuple[Scalar, ...]:
        """A list of single values; a bare one stands for a list of it."""
        value = self.take(key, required=required)
        if isinstance(value, Scalar):
            return (value,)
        return tuple(scalar for item in self._items(key, value) if (scalar := self.one(key, item)))

    def _items(self, key: str, value: Node | None) -> Sequence[Node]:
        if value is None or isinstance(value, Items):
            return value.items if value else ()
        self.notes.at(value, "wrong-type", f"`{key}` is a list, not {kind_of(value)}")
        return ()

    def each(self, key: str, what: str, *, required: bool = False) -> Iterator[Keys]:
        """The items of a list of mappings, each to be read with the same care."""
        for item in self._items(key, self.take(key, required=required)):
            keys = Keys(item, what, self.notes)
            if keys:
                yield keys

    def nodes(self, key: str) -> Sequence[Node]:
        """The items of a list of anything."""
        return self._items(key, self.take(key))

    def table(self, key: str) -> Sequence[tuple[Scalar, Node]]:
        """The entries of a mapping from names to anything."""
        value = self.take(key)
        if value is None or isinstance(value, Entries):
            return value.entries if value else ()
        self.notes.at(value, "wrong-type", f"`{key}` is a mapping of keys to values, not {kind_of(value)}")
        return ()

    def texts(self, key: str, *, required: bool = False) -> Texts:
        """A text per language."""
        value = self.take(key, required=required)
        return {} if value is None else texts_of(value, key, self.notes)

    def done(self) -> None:
        """Note every key that nobody asked for."""
        if not isinstance(self.node, Entries):
            return
        for key, _ in self.node.entries:
            if key.text not in self._asked:
                hint = did_you_mean(key.text, self._asked) or f"it has {', '.join(self._asked)}"
                self.notes.at(key, "unknown-key", f"`{key.text}` is not a key of {self.what}", hint=hint)


def texts_of(node: Node, key: str, notes: Notes) -> Texts:
    """A mapping of language to text."""
    if not isinstance(node, Entries):
        hint = f"write `{key}: {{en: …, fr: …}}`"
        notes.at(node, "wrong-type", f"`{key}` is a text per language, not {kind_of(node)}", hint=hint)
        return {}
    found: dict[str, Scalar] = {}
    for language, value in node.entries:
        if not _LANGUAGE.fullmatch(language.text):
            notes.at(
                language, "wrong-value", f"`{language.text}` is not a language code", hint="two letters, `en` or `fr`"
            )
        elif not isinstance(value, Scalar):
            notes.at(value, "wrong-type", f"a text is a single value, not {kind_of(value)}")
        elif value.text.strip():
            found[language.text] = value
    return found


def kind_of(node: Node) -> str:
    """What a node is, in an author's words."""
    if isinstance(node, Scalar):
        return f"`{node.text}`" if node.text and len(node.text) <= 40 else "a text" if node.text else "nothing"
    return "a list" if isinstance(node, Items) else "a mapping"


def unique(items: Sequence[T], name: Callable[[T], str], again: Callable[[T], None]) -> list[T]:
    """The items whose name was not seen before; `again` is told the others."""
    seen: dict[str, T] = {}
    for item in items:
        if name(item) in seen:
            again(item)
        else:
            seen[name(item)] = item
    return list(seen.values())

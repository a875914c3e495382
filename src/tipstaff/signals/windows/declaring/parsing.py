"""From the text of a window to its specification, or to everything that is wrong with it.

count|last of EVENTS by KEYS ...
distinct|sum FIELD of EVENTS by KEYS ...
ratio of EVENTS to EVENTS by KEYS ...
usual [SHARE]|spread|surge count|sum FIELD of EVENTS by KEYS ... across DURATION [each DURATION] [after N]
fleet|tide SHARE count|sum FIELD of EVENTS by KEYS ...
EVENTS = type, type [where CEL]     KEYS = field | subnet(field[, v4[, v6]]) | template(field), ...
...    = over DURATION [every DURATION] [where CEL] [min N] [enter X leave Y] [up to N] [part N]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from tipstaff.signals.windows.declaring.baseline_options import baseline_of, share_of, totals_of
from tipstaff.signals.windows.declaring.pieces import Pieces, narrowed
from tipstaff.signals.windows.declaring.spec import (
    BASELINES,
    DEFAULT_VALUES,
    FLEETS,
    KeyPart,
    Measure,
    Selection,
    WindowSpec,
    width_for,
)
from tipstaff.vocab.diagnostics import Diagnostic, Place

MEASURES: tuple[Measure, ...] = ("count", "distinct", "sum", "ratio", "last", *BASELINES)
_OPTIONS = ("over", "every", "min", "enter", "leave", "up", "where", "across", "each", "after", "part")
_OF_BASELINES = tuple((name, "baseline") for name in ("across", "each", "after"))
_PATH = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*", re.IGNORECASE)
_TEMPLATE = re.compile(r"template\(\s*([a-z_][\w.]*)\s*\)", re.IGNORECASE)
_SUBNET = re.compile(r"subnet\(\s*([a-z_][\w.]*)\s*(?:,\s*(\d{1,3})\s*)?(?:,\s*(\d{1,3})\s*)?\)", re.IGNORECASE)
_NO_PLACE = Place("<window>")


def parse_window(text: str, place: Place = _NO_PLACE) -> tuple[WindowSpec | None, list[Diagnostic]]:
    """Read one specification.

    Args:
        text: as written.
        place: where the text starts.
    Returns:
        The specification, or None and what is wrong, all of it that can be told.
    """
    reader = _Reader(text, place)
    spec = reader.window()
    return (None if reader.found else spec), reader.found


class _Reader(Pieces):
    """Reads a window from left to right."""

    # ── the parts of a window, in order ──

    def window(self) -> WindowSpec | None:
        """The whole text."""
        measure = self._measure()
        if measure is None:
            return None
        baseline = measure in BASELINES
        share = share_of(self) if measure in FLEETS or (measure == "usual" and self.word()[:1].isdigit()) else 0.0
        takes = measure in ("distinct", "sum") or (measure == "last" and self.word() != "of")
        if baseline:
            takes = totals_of(self) == "sum"
        field = self._path("the field to take") if takes else ""
        if not self.expect("of"):
            return None
        of = self._selection("to" if measure == "ratio" else "by")
        below = None
        if measure == "ratio":
            if not self.expect("to"):
                return None
            below = self._selection("by")
        if not self.expect("by"):
            return None
        by = self._keys()
        options = self._options()
        if self.found:
            return None
        if baseline:
            part = WindowSpec(measure, of, by, field=field, share=share)
            return baseline_of(part, options, self)
        return self._put_together(measure, field, (of, below), by, options)

    def _measure(self) -> Measure | None:
        word = self.word()
        for measure in MEASURES:
            if word == measure:
                self.at += 1
                return measure
        what = f"not with `{word}`" if word else "and there is nothing"
        self.say(f"a window begins with what it measures, {what}", _meant(word, MEASURES))
        return None

    def _path(self, what: str) -> str:
        word = self.word()
        if not _PATH.fullmatch(word) or (word == "of" and self.word(1) != "of"):
            self.say(
                f"expected {what} before `{word or 'the end'}`",
                "for example: distinct to of message.send by account over 1h",
            )
            return ""
        self.at += 1
        return word

    def _selection(self, end: str) -> Selection:
        """Event types, commas between them, and their condition, up to the word that ends them."""
        types: list[str] = []
        while self.word() not in (end, "by", "to", "", *_OPTIONS):
            word = self.word()
            if word != ",":
                if not _PATH.fullmatch(word) or "." not in word:
                    self.say(f"`{word}` is not an event type", "event types are named like message.send")
                types.append(word)
            self.at += 1
        if not types:
            self.say("expected an event type", "for example: count of message.send by account over 1h")
        return Selection(tuple(dict.fromkeys(types)), self._condition((end,)))

    def _condition(self, ends: Sequence[str]) -> str:
        """The text after `where`, up to one of these words outside brackets; "" when there is no `where`."""
        if self.word() != "where":
            return ""
        self.at += 1
        start, depth = self.at, 0
        while self.at < len(self.pieces) and (depth > 0 or self.word() not in ends):
            depth += (self.word() in "([{") - (self.word() in ")]}")
            self.at += 1
        if start == self.at:
            self.say("expected a condition after `where`")
            return ""
        return self.text[self.pieces[start][1] : self.pieces[self.at - 1][2]]

    def _keys(self) -> tuple[KeyPart, ...]:
        start = self.at
        self.at += 1  # the first word is a key, whatever it is called
        depth = 0
        while self.at < len(self.pieces) and (depth > 0 or self.word() not in _OPTIONS):
            depth += (self.word() == "(") - (self.word() == ")")
            self.at += 1
        if start >= len(self.pieces):
            self.say("expected what to count by", "for example: by account, or by subnet(client.address)")
            return ()
        first, last = self.pieces[start][1], self.pieces[min(self.at, len(self.pieces)) - 1][2]
        parts = re.split(r",(?![^()]*\))", self.text[first:last])
        keys = [self._key(part.strip(), first) for part in parts]
        return tuple(key for key in keys if key is not None)

    def _key(self, text: str, start: int) -> KeyPart | None:
        at = self.text.find(text, start)
        if _PATH.fullmatch(text):
            return KeyPart(text)
        template = _TEMPLATE.fullmatch(text)
        if template is not None:
            return KeyPart(template[1], template=True)
        subnet = _SUBNET.fullmatch(text)
        if subnet is None:
            self.say(
                f"`{text}` is not a key", "a key is a field such as account or subnet(client.address)", (at, len(text))
            )
            return None
        v4, v6 = int(subnet[2] or 24), int(subnet[3] or 64)
        if v4 > 32 or v6 > 128:
            self.say(f"`{text}` is wider than an address", "IPv4 has 32 bits, IPv6 has 128", (at, len(text)))
        return KeyPart(subnet[1], (v4, v6))

    def _options(self) -> dict[str, str]:
        """Option words and what follows them, as text."""
        options: dict[str, str] = {}
        while self.word():
            name = self.word()
            if name not in _OPTIONS:
                self.say(f"`{name}` does not belong here", _meant(name, _OPTIONS))
                break
            if name in options:
                self.say(f"`{name}` stands twice")
            if name == "where":
                options[name] = self._condition([o for o in _OPTIONS if o != "where"])
                continue
            self.at += 1
            if name == "up":
                self.expect("to")
            options[name] = self.word()
            if not options[name]:
                self.say(f"expected a value after `{name}`")
            else:
                self.spots[name] = (self.pieces[self.at][1], len(options[name]))
            self.at += 1
            if self.word() == ",":
                self.at += 1
        return options

    # ── putting it together ──

    def _put_together(
        self,
        measure: Measure,
        field: str,
        events: tuple[Selection, Selection | None],
        by: tuple[KeyPart, ...],
        options: dict[str, str],
    ) -> WindowSpec | None:
        of, below = (narrowed(selection, options.get("where", "")) for selection in events)
        over, every = self._times(measure, options)
        level = self.level(measure, options)
        least, values = self.whole("min", options, 1), self.whole("up", options, DEFAULT_VALUES)
        for name, belongs in (("min", "ratio"), ("up", "distinct"), *_OF_BASELINES):
            if name in options and measure != belongs:
                self.say(f"`{name}` belongs to a {belongs} only", spot=self.spots.get(name))
        part = self.whole("part", options, 0)
        if part and measure not in ("count", "distinct"):
            self.say("`part` belongs to a count or distinct only", spot=self.spots.get("part"))
        if self.found or of is None:
            return None
        return WindowSpec(measure, of, by, over, every, field, below, least, level, values, part=part)

    def _times(self, measure: Measure, options: dict[str, str]) -> tuple[int, int]:
        if measure == "last":
            if "over" in options or "every" in options:
                spot = self.spots.get("over")
                self.say("`last` reaches back as far as is known", "leave out `over`", spot)
            return 0, 0
        if "over" not in options:
            self.say("the window needs its length", "for example: over 1h")
            return 0, 0
        over = self.milliseconds("over", options["over"])
        every = self.milliseconds("every", options["every"]) if "every" in options else width_for(over) if over else 0
        if over and not every:
            self.say(
                f"`{options['over']}` cannot be cut into even buckets", "say how wide: every 1s", self.spots["over"]
            )
        elif over and every and (over % every or over // every > 1_000):
            wide = options.get("every", f"{every}ms")
            spot = self.spots.get("every", self.spots["over"])
            self.say(f"`{wide}` does not cut `{options['over']}` into 1 to 1,000 even buckets", spot=spot)
        return over, every or 0


def _meant(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, 1)
    return f"did you mean `{close[0]}`?" if close else f"it is one of {', '.join(known)}"

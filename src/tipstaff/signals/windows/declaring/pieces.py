"""The text of a window in pieces, and the values of its options; what is wrong is collected."""

from __future__ import annotations

import re

from tipstaff.signals.windows.declaring.spec import Level, Measure, Selection
from tipstaff.vocab.diagnostics import Diagnostic, Place
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.times.durations import parse_duration

_PIECE = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[()\[\]{}]|,|[^\s()\[\]{},'"]+""")


class Pieces:
    """One text at hand."""

    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place
        self.at = 0
        self.found: list[Diagnostic] = []
        self.pieces = [(match[0], match.start(), match.end()) for match in _PIECE.finditer(text)]
        self.spots: dict[str, tuple[int, int]] = {}  # option word -> where its value stands

    def word(self, ahead: int = 0) -> str:
        """The piece at hand, or one further on; "" at the end."""
        return self.pieces[self.at + ahead][0] if self.at + ahead < len(self.pieces) else ""

    def expect(self, word: str) -> bool:
        """Step over the word; without it nothing that follows can be told."""
        if self.word() == word:
            self.at += 1
            return True
        if not self.found:
            self.say(f"expected `{word}` before {f'`{self.word()}`' if self.word() else 'the end'}")
        return False

    def say(self, message: str, hint: str = "", spot: tuple[int, int] | None = None) -> None:
        """Something is wrong, at a (start, length) or at the piece at hand."""
        if spot is None:
            inside = self.at < len(self.pieces)
            start, end = self.pieces[self.at][1:] if inside else (len(self.text), len(self.text) + 1)
            spot = (start, end - start)
        before = self.text[: spot[0]]
        line = before.count("\n")
        column = spot[0] - before.rfind("\n") if line else self.place.column + spot[0]
        where = Place(self.place.file, self.place.line + line, column, max(1, spot[1]))
        self.found.append(Diagnostic("window", message, where, hint=hint))

    def milliseconds(self, name: str, text: str) -> int:
        """The value of an option as a duration; 0 when it is none, which is then said."""
        try:
            exact = parse_duration(text).exact
        except Invalid as error:
            hint = error.faults[0].hint or "number and unit together: 1h, 30m, 7d"
            self.say(f"`{text}` is not a duration", hint, self.spots[name])
            return 0
        if exact is None or not exact:
            self.say(f"`{text}` is not a fixed time", "use ms, s, m, h or d", self.spots[name])
            return 0
        return round(exact.total_seconds() * 1000)

    def level(self, measure: Measure, options: dict[str, str]) -> Level | None:
        """Both levels, None when there are none."""
        if "enter" not in options and "leave" not in options:
            return None
        if measure not in ("ratio", "surge"):
            self.say("levels belong to a ratio only", spot=self.spots.get("enter", self.spots.get("leave")))
        if "enter" not in options or "leave" not in options:
            self.say("levels need both `enter` and `leave`", "for example: enter 0.05 leave 0.03")
            return None
        return Level(self.number("enter", options["enter"]), self.number("leave", options["leave"]))

    def number(self, name: str, text: str) -> float:
        """The value of an option as a number from 0."""
        if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text):
            return float(text)
        self.say(f"`{name}` needs a number, not `{text}`", "for example 0.05", self.spots[name])
        return 0.0

    def whole(self, name: str, options: dict[str, str], default: int, digits: int = 7) -> int:
        """The value of an option as a whole number from 1."""
        text = options.get(name, "")
        if not text:
            return default
        if re.fullmatch(r"[1-9]\d*", text, re.ASCII) and len(text) <= digits:
            return int(text)
        self.say(f"`{name}` needs a whole number from 1, not `{text}`", spot=self.spots[name])
        return default


def narrowed(selection: Selection | None, where: str) -> Selection | None:
    """The condition at the end holds for every selection, beside its own."""
    if selection is None or not where:
        return selection
    both = f"({selection.where}) && ({where})" if selection.where else where
    return Selection(selection.types, both)

"""The keys of `expect`: what must hold after a step, as a table of shapes. Public contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tipstaff.scenarios.file.given import STANDINGS
from tipstaff.scenarios.file.shapes import Among, Either, Lookup, Many, Table
from tipstaff.scenarios.file.values import Anything, Choice, Flag, Number, Shape, Text, Time, Whole
from tipstaff.vocab.verdict import Verdict

ERROR_CODES: Final = (
    "invalid", "not-found", "not-allowed", "same-person", "second-person-required", "conflict-of-interest",
    "bad-transition", "incomplete", "out-of-scope", "conflict", "malformed", "too-large", "not-there-yet",
)  # fmt: skip
RECORDS: Final = ("cases", "actions", "notices", "clocks", "reports")
ENTRIES: Final = ("suppressed", "number", "consent", "proof", "licence", "meter")

TEXT, TEXTS = Text(), Many(Text(), bare=True)
WORD = Among(TEXT)


def _record(what: str) -> Shape:
    """The fields of a record that must exist; records have fields of their own, so others are kept."""
    fields: dict[str, Shape] = {
        "open": Whole(), "count": Whole(), "none": Flag(), "account": WORD, "clause": WORD, "kind": WORD, "to": WORD,
        "state": WORD, "severity": Among(Whole()), "language": WORD, "due": Time(), "id": WORD, "case": WORD,
        "subject": WORD, "category": WORD, "channel": WORD, "until": Time(), "reason": WORD,
    }  # fmt: skip
    table = Table(fields, open=True, what=f"an expectation on {what}")
    return Many(table, bare=True)


def _entry(what: str, fields: Mapping[str, Shape]) -> Shape:
    return Many(Table(fields, open=True, what=f"an expectation on {what}"), bare=True)


EXPECT: Final[Mapping[str, Shape]] = {
    "verdict": Many(Choice(tuple(verdict.value for verdict in Verdict)), bare=True),
    "clauses": TEXTS,
    "not_clauses": TEXTS,
    "until": Either(Table({"after": Time(), "before": Time()}, what="`until`"), Time()),
    "obligations": TEXTS,
    "authorizations": TEXTS,
    "account": Many(
        Table(
            {
                "id": TEXT, "standing": Choice(STANDINGS), "channel": Lookup(TEXT), "strikes": Number(),
                "bound_version": Lookup(TEXT),
            },
            required=("id",),
            what="an expectation on an account",
        ),
        bare=True,
    ),
    **{name: _record(name) for name in RECORDS},
    "result": Lookup(Anything()),
    "suppressed": _entry(
        "a suppression", {"account": TEXT, "recipient": TEXT, "channel": TEXT, "purpose": TEXT, "is": Flag()}
    ),
    "number": _entry("a number", {"number": TEXT, "state": TEXT, "account": TEXT, "use": TEXT}),
    "consent": _entry(
        "a consent", {"account": TEXT, "recipient": TEXT, "channel": TEXT, "purpose": TEXT, "is": Flag()}
    ),
    "proof": _entry("a proof", {"account": TEXT, "recipient": TEXT, "channel": TEXT, "purpose": TEXT, "is": Flag()}),
    "licence": _entry("a licence", {"id": TEXT, "account": TEXT, "is": Flag()}),
    "meter": _entry("a meter", {"account": TEXT, "meter": TEXT, "used": Number(), "is": Flag()}),
    "masked": TEXTS,
    "readable": TEXTS,
    "unreadable": TEXTS,
    "recorded": Many(Lookup(Anything()), bare=True),
    "error": Choice(("true", *ERROR_CODES)),
}  # fmt: skip

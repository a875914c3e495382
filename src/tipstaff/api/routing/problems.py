"""How an error looks on the wire: `application/problem+json` (RFC 9457) with a stable code, a path and a way out.

    {"type": "/docs/problems#invalid", "title": "…", "status": 422, "detail": "…", "code": "invalid",
     "path": "data.to", "fix": "…", "faults": [{"path": "data.to", "expected": "…", "got": "…", "hint": "…"}]}

`path` and `fix` repeat the first fault, so that a caller who shows one line shows the useful one.
"""

from __future__ import annotations

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tipstaff.vocab.errors import Fault, TipstaffError

MEDIA_TYPE = "application/problem+json"


class UnsupportedMedia(TipstaffError):
    """The body is of a type that this door does not read."""

    code = "unsupported-media-type"
    status = 415


class NoSuchMethod(TipstaffError):
    """The path exists, the method does not."""

    code = "method-not-allowed"
    status = 405


class Problem(Struct, frozen=True, omit_defaults=True):
    """One problem document. `line` is set inside a batch: the 1-based place of the event that it is about."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    fix: str
    path: str | UnsetType = UNSET
    faults: tuple[Fault, ...] | UnsetType = UNSET
    line: int | UnsetType = UNSET


class About(Struct, frozen=True):
    """What one code means and what to do about it; shown on the docs page."""

    title: str
    fix: str


ABOUT: dict[str, About] = {
    "invalid": About("The request does not fit what was promised", "Correct every path listed in `faults`."),
    "malformed": About(
        "The body cannot be read", "Send one JSON document in UTF-8, without a byte order mark, not nested too deeply."
    ),
    "pack-invalid": About("A pack does not compile", "Run `tipstaff check` and correct what it lists."),
    "too-large": About("The body is too large", "Send less at once; a batch may be cut into several."),
    "unauthenticated": About(
        "No valid API key", "Send `Authorization: Bearer <key>`; `tipstaff key create` makes a key."
    ),
    "not-allowed": About("Not allowed", "Use a key whose scopes or person cover this."),
    "same-person": About("Another person must take this step", "Have a second person approve."),
    "conflict-of-interest": About("The person has a stake in the matter", "Have somebody else take this step."),
    "not-found": About("No such record", "Check the id; ids are case-sensitive."),
    "conflict": About("The id was used for something else", "Use a new id, or send exactly what was sent before."),
    "bad-transition": About("The record is not in a state for this", "Read the record, then choose a step it allows."),
    "second-person-required": About("A second person must approve", "Have another person approve the proposal."),
    "incomplete": About("Something is missing", "Give what the detail names, then repeat."),
    "out-of-scope": About("The request reaches too far", "Narrow the request to what it rests on."),
    "not-there-yet": About("Not built yet", "The command is part of the contract; a later release carries it."),
    "overloaded": About("Too busy", "Nothing was recorded. Repeat after the seconds in `Retry-After`."),
    "unsupported-media-type": About("The media type is not read here", "Set `Content-Type` to one of those listed."),
    "method-not-allowed": About("The path has no such method", "Use a method from the `Allow` header."),
    "store": About("The record cannot be written", "Nothing was recorded. Look at the server's log, then repeat."),
    "store-closed": About("The server is shutting down", "Nothing was recorded. Repeat against the next instance."),
    "store-full": About("No space left for the record", "Nothing was recorded. Make space, then repeat."),
    "store-locked": About("Another process holds the record", "Nothing was recorded. Repeat."),
    "store-corrupt": About("The record is damaged", "Nothing was recorded. Restore the database, then repeat."),
    "store-foreign": About("The file is no record of ours", "Name another file in the setting `database`."),
    "store-newer": About("The record is of a later release", "Run that release, or a later one."),
    "store-unreachable": About("The record cannot be reached", "Check the path and its permissions, then repeat."),
    "store-unsafe": About(
        "Recorded, and not safe from a power cut yet", "Send exactly the same again: it is answered once it is safe."
    ),
    "internal": About("A fault of ours", "Nothing was acknowledged. Repeat; if it stays, report it with the time."),
}


def problem(error: TipstaffError, *, line: int | UnsetType = UNSET) -> Problem:
    """The document for an error of the caller's."""
    about = ABOUT.get(error.code, About(error.code, "Read the detail."))
    first = error.faults[0] if error.faults else None
    return Problem(
        type=f"/docs/problems#{error.code}",
        title=about.title,
        status=error.status,
        detail=error.message,
        code=error.code,
        fix=first.hint if first and first.hint else about.fix,
        path=first.path if first else UNSET,
        faults=error.faults or UNSET,
        line=line,
    )


def internal() -> Problem:
    """The document for a fault of ours: it says nothing about the inside."""
    about = ABOUT["internal"]
    return Problem(
        "/docs/problems#internal", about.title, 500, "The request failed on our side.", "internal", about.fix
    )


def encode(document: Problem) -> bytes:
    """The document as JSON bytes."""
    return msgspec.json.encode(document)


def known_codes() -> dict[str, int]:
    """Every code of the error tree with its status."""
    return {error.code: error.status for error in _tree(TipstaffError)} | {"internal": 500}


def status_of(code: str) -> int:
    """The status a code is answered with."""
    return known_codes()[code]


def _tree(error: type[TipstaffError]) -> list[type[TipstaffError]]:
    below = [child for kind in error.__subclasses__() for child in _tree(kind)]
    # A subclass that keeps its parent's code differs only in what it says; the code's own status is the parent's.
    named = [kind for kind in below if kind.code != error.code]
    return named if error is TipstaffError else [error, *named]

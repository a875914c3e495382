"""The errors a caller can cause, each with a stable code.

    TipstaffError
    ├── Invalid                 invalid            422  what was sent is not what was promised; lists every fault
    │   ├── Malformed           malformed          400  not JSON, not UTF-8, too deep
    │   └── PackInvalid         pack-invalid       422  a pack does not compile; carries its diagnostics
    ├── TooLarge                too-large          413
    ├── Unauthenticated         unauthenticated    401
    ├── NotAllowed              not-allowed        403
    │   ├── SamePerson          same-person        403
    │   └── ConflictOfInterest  conflict-of-interest 403
    ├── NotFound                not-found          404
    ├── Conflict                conflict           409  the same id with other content
    ├── BadTransition           bad-transition     409
    ├── SecondPersonRequired    second-person-required 409
    ├── Incomplete              incomplete         422
    ├── OutOfScope              out-of-scope       422
    ├── NotThereYet             not-there-yet      501  the command's room is not built yet
    └── Overloaded              overloaded         503  try again after `retry_after` seconds

A rule that fails is not here (it is a value in the decision), and neither is a bug of ours (that crashes the request).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct


class Fault(Struct, frozen=True):
    """One thing wrong with an input: where (a JSON path such as `data.to`), what was expected, what came, the fix."""

    path: str
    expected: str
    got: str
    hint: str = ""

    def __str__(self) -> str:
        sentence = f"`{self.path}`: expected {self.expected}, got {self.got}"
        return f"{sentence}; {self.hint}" if self.hint else sentence


class TipstaffError(Exception):
    """The caller erred. `code` is API; the message is one line for a person."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400

    def __init__(self, message: str, *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "; ".join([self.message, *map(str, self.faults)])


class Invalid(TipstaffError):
    """What was sent is not what was promised; `faults` has all of it at once."""

    code = "invalid"
    status = 422


class Malformed(Invalid):
    """The bytes are not a document at all."""

    code = "malformed"
    status = 400


class PackInvalid(Invalid):
    """A pack does not compile, so the bundle in force stays. The message holds the rendered diagnostics."""

    code = "pack-invalid"


class TooLarge(TipstaffError):
    """The body is larger than the door accepts."""

    code = "too-large"
    status = 413


class Unauthenticated(TipstaffError):
    """No key, or one that is not known."""

    code = "unauthenticated"
    status = 401


class NotAllowed(TipstaffError):
    """The caller's role or key does not cover this."""

    code = "not-allowed"
    status = 403


class SamePerson(NotAllowed):
    """The step needs another person than the one who took the step before."""

    code = "same-person"


class ConflictOfInterest(NotAllowed):
    """The person has a stake in the matter."""

    code = "conflict-of-interest"


class NotFound(TipstaffError):
    """No record of that name."""

    code = "not-found"
    status = 404


class Conflict(TipstaffError):
    """The same id was told before with other content."""

    code = "conflict"
    status = 409


class BadTransition(TipstaffError):
    """The record is not in a state that allows this step."""

    code = "bad-transition"
    status = 409


class SecondPersonRequired(TipstaffError):
    """The step takes effect only when a second person approves it."""

    code = "second-person-required"
    status = 409


class Incomplete(TipstaffError):
    """Something that the step needs has not been given."""

    code = "incomplete"
    status = 422


class OutOfScope(TipstaffError):
    """The request reaches further than what it rests on."""

    code = "out-of-scope"
    status = 422


class NotThereYet(TipstaffError):
    """The command or key is part of the contract, but its room is not built yet."""

    code = "not-there-yet"
    status = 501

    def __init__(self, name: str) -> None:
        super().__init__(f"not there yet: {name}")
        self.name = name


class Overloaded(TipstaffError):
    """The writer is behind; nothing was recorded."""

    code = "overloaded"
    status = 503

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after

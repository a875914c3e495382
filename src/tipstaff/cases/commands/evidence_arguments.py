"""What the commands on evidence are told, and how of it is put on record: what is personal in it masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from tipstaff.vocab.errors import Fault, Incomplete, Invalid
from tipstaff.vocab.masking import mask_file_name

_MOST_FILES: Final = 1_000
_MOST_SAMPLES: Final = 1_000


class EvidenceAsk(Struct, frozen=True):
    """Whom to ask for what, under which clause; `sample` names recipients or texts in particular."""

    account: str
    about: str
    clause: str = ""
    id: str = ""
    sample: str | int | list[str | int] = []
    case: str = ""


class EvidenceName(Struct, frozen=True):
    """Which request, and why."""

    id: str
    reason: str = ""


class EvidenceSubmit(Struct, frozen=True):
    """What comes: files by name, or described (`name`, `sha256`, `note`); `complete: false` while more is to come."""

    id: str
    files: list[str | dict[str, Any]]
    complete: bool = True


def sample_of(args: EvidenceAsk) -> tuple[str, ...]:
    """The recipients or texts in particular, whole.

    Raises:
        Invalid: too many.
    """
    given = args.sample if isinstance(args.sample, list) else [args.sample]
    if len(given) > _MOST_SAMPLES:
        fault = Fault("sample", f"at most {_MOST_SAMPLES}", f"{len(given)}")
        raise Invalid("too much is asked for at once", faults=[fault])
    return tuple(str(one) for one in given)


def files_of(args: EvidenceSubmit, before: int) -> tuple[dict[str, Any], ...]:
    """What came, as it goes on record.

    Args:
        before: how many files came earlier.
    Raises:
        Incomplete: none, one that is neither named nor described, or too many.
    """
    if not args.files or len(args.files) + before > _MOST_FILES:
        expected = f"one to {_MOST_FILES:,} files"
        got = f"{len(args.files) + before}" if args.files else "none"
        raise Incomplete("no evidence came with it", faults=[Fault("files", expected, got)])
    described = [{"name": one} if isinstance(one, str) else one for one in args.files]
    empty = [number for number, one in enumerate(described) if not _says_something(one)]
    if empty:
        faults = [Fault(f"files[{number}]", "a name, a note or a sha256", "nothing") for number in empty[:10]]
        raise Incomplete("no evidence came with it", faults=faults)
    return tuple(_on_record(one) for one in described)


def _says_something(file: Mapping[str, Any]) -> bool:
    told = (file.get(name) for name in ("name", "note", "sha256"))
    return any(isinstance(one, str) and one.strip() for one in told)


def _on_record(value: Any) -> Any:
    if isinstance(value, str):
        return mask_file_name(value)
    if isinstance(value, Mapping):
        return {mask_file_name(str(name)): _on_record(one) for name, one in value.items()}
    return [_on_record(one) for one in value] if isinstance(value, list) else value

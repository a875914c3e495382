"""Arguments of commands as they may be shown and kept: in the audit chain, and in decisions that name what follows."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from tipstaff.vocab.masking import mask_file_name, mask_party, mask_sample, mask_within
from tipstaff.vocab.spelling import mask_listed, mask_named

_EXACT = 2**53
# A longer list (an import, a register) stands in the chain as its length and digest; the rows are in the history.
_LISTED = 20
# Shorter numbers are nobody's.
_PERSONAL = 10**6
# What these hold names somebody: by a number or an address, which is masked, or by a name or an id, which is not.
_PARTIES = frozenset(
    {"recipient", "reporter", "entries", "number", "from", "to", "forward_to", "end_user", "address", "sender"}
)
# What these hold is written by people, or names people, in one word or in many.
_WRITTEN = {
    "sample": mask_sample, "files": mask_file_name, "about": mask_within, "reason": mask_within, "text": mask_listed,
    "proof": mask_file_name, "wording": mask_listed, "values": mask_listed,
}  # fmt: skip
_NUMBERED = _PARTIES | {"sample", "text", "proof", "wording", "values"}


def masked(value: Any, name: str = "") -> Any:
    """Arguments as they may stand in the audit chain: recipients masked, everything as plain JSON.

    Of sentences, what is personal in them is masked. A word of digits alone may be an id, by which it must be found:
    it is masked where the argument's name says that it is somebody's number, however the number is spelled.
    """
    if isinstance(value, str):
        return _masked_text(value, name)
    if type(value) is int and -_EXACT < value < _EXACT and name not in _NUMBERED:
        return value
    if type(value) is dict or isinstance(value, Mapping):
        if name in _WRITTEN:
            return {_WRITTEN[name](str(key)): masked(item, name) for key, item in value.items()}
        return {str(key): masked(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if len(value) > _LISTED:
            return {"count": len(value), "sha256": sha256(msgspec.json.encode(value)).hexdigest()}
        return [masked(item, name) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and name in _NUMBERED:
        return masked(str(value), name) if abs(value) >= _PERSONAL else value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return str(value)
    if type(value) is float and name in _NUMBERED and value.is_integer():
        return masked(int(value), name) if abs(value) >= _PERSONAL else value
    return msgspec.to_builtins(value, str_keys=True)


def _masked_text(value: str, name: str) -> str:
    if name in _WRITTEN:
        return _WRITTEN[name](value)
    if name in _PARTIES:
        return mask_named(value)
    if len(value.split()) > 1:
        return mask_within(value)
    return mask_party(value) if "@" in value[1:] or (value[:1] == "+" and value[1:2].isdigit()) else value

"""Arguments of commands as they may be shown and kept: in the audit chain, and in decisions that name what follows."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from tipstaff.vocab.masking import mask_file_name, mask_party, mask_sample, mask_within

_EXACT = 2**53
# A longer list (an import, a register) stands in the chain as its length and digest; the rows are in the history.
_LISTED = 20
# Shorter numbers are nobody's.
_PERSONAL = 10**6
_PARTIES = frozenset({"recipient", "reporter", "entries", "number", "from", "to"})
_NUMBERED = _PARTIES | {"sample"}
# What these hold is written by people, or names people, in one word or in many.
_WRITTEN = {"sample": mask_sample, "files": mask_file_name, "about": mask_within, "reason": mask_within}


def masked(value: Any, name: str = "") -> Any:
    """Arguments as they may stand in the audit chain: recipients masked, everything as plain JSON.

    Of sentences, what is personal in them is masked. A word of digits alone may be an id, by which it must be found:
    it is masked where the argument's name says that it is somebody's number.
    """
    if isinstance(value, str):
        if name in _WRITTEN:
            return _WRITTEN[name](value)
        if " " in value.strip():
            return mask_within(value)
        if value.isdigit() and name in _PARTIES:
            return mask_party(value)
        return mask_party(value) if "@" in value[1:] or (value[:1] == "+" and value[1:2].isdigit()) else value
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
    return msgspec.to_builtins(value, str_keys=True)

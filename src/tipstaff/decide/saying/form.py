"""The JSON of decisions that have nothing but reasons, and maybe a case: what stands between what the event says.

Made from the members of `Decision` in their order, so that it says what encoding one would.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import msgspec

from tipstaff.vocab.decision import Decision
from tipstaff.vocab.verdict import Verdict

_encode: Final = msgspec.json.Encoder().encode
_NO_TIME: Final = datetime.min.replace(tzinfo=UTC)
_PIECES: Final = (
    "id", "event", "account", "nothing", "rest", "to_case", "from_case", "to_effects", "from_effects",
    "nothing_seen", "seen", "end",
)  # fmt: skip


class Form:
    """What stands around and between `id`, `event`, `account`, the reasons, `at` and `facts`.

    Args:
        bundle: the hash that the decisions name.

    Attributes:
        id, event, account: what comes before these.
        nothing: from the account to `at`, where no rule matched.
        found: from the account to the first reason, by the verdict.
        rest: from the last reason to `at`.
        to_case, from_case, to_effects, from_effects: the same way from the last reason, around a case and effects.
        nothing_seen: from `at` to the end, where nothing was computed.
        seen, end: around what was computed.
    """

    __slots__ = (
        "account", "end", "event", "found", "from_case", "from_effects", "id", "nothing", "nothing_seen", "rest",
        "seen", "to_case", "to_effects",
    )  # fmt: skip

    def __init__(self, bundle: str) -> None:
        self.id, self.event, self.account = b'{"id":', b',"event":', b',"account":'
        empty = Decision("", "", "", Verdict.ALLOW, None, [], [], [], [], [], None, bundle, _NO_TIME)
        self.found = {verdict: _members(empty, "account", "reasons", verdict) + b"[" for verdict in Verdict}
        self.rest = b"]" + _members(empty, "reasons", "at", Verdict.ALLOW)
        self.nothing = self.found[Verdict.ALLOW] + self.rest
        self.to_case = b"]" + _members(empty, "reasons", "case", Verdict.ALLOW)
        self.from_case = _members(empty, "case", "at", Verdict.ALLOW)
        self.to_effects = _members(empty, "at", "effects", Verdict.ALLOW)
        self.from_effects = _members(empty, "effects", "facts", Verdict.ALLOW)
        self.seen = _members(empty, "at", "facts", Verdict.ALLOW)
        self.end = _members(empty, "facts", "", Verdict.ALLOW) + b"}"
        self.nothing_seen = self.seen + b"{}" + self.end

    def pieces(self) -> tuple[bytes, ...]:
        """All of them but `found`, in the order in which the kernel takes them."""
        return tuple(getattr(self, name) for name in _PIECES)


def _members(empty: Decision, after: str, to: str, verdict: Verdict) -> bytes:
    """The members of a decision after one of them, to the colon of another; "" for the end."""
    names = Decision.__struct_encode_fields__
    first, last = names.index(after) + 1, names.index(to) if to else len(names)
    made = [b',"%b":%b' % (name.encode(), _encode(_value(empty, name, verdict))) for name in names[first:last]]
    return b"".join([*made, b',"%b":' % to.encode()] if to else made)


def _value(empty: Decision, name: str, verdict: Verdict) -> object:
    return verdict if name == "verdict" else getattr(empty, name)

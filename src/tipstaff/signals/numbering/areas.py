"""The numbering plan of one region as matchers: which kind of number the digits are.

The patterns are those of `phonenumbers`; here those of one length are joined into one expression, so that one match
says the kind. `tests/signals/numbering` holds the answers equal to the library's own.
"""

from __future__ import annotations

import re
from typing import Any, Final

# In the order in which the library tries them: a premium number that looks like a fixed one is premium.
_SPECIAL: Final = (
    ("premium_rate", "premium"),
    ("toll_free", "toll-free"),
    ("shared_cost", "shared-cost"),
    ("voip", "voip"),
    ("personal_number", "personal"),
    ("pager", "pager"),
    ("uan", "company"),
    ("voicemail", "voicemail"),
    ("fixed_line", "fixed"),
    ("mobile", "mobile"),
)
KINDS: Final = ("fixed", "mobile", "fixed-or-mobile", *(kind for _, kind in _SPECIAL[:-2]))


class Area:
    """One region's plan.

    Args:
        metadata: the library's `PhoneMetadata` of the region.
    """

    def __init__(self, metadata: Any) -> None:
        self.leading = re.compile(metadata.leading_digits) if metadata.leading_digits else None
        self._metadata = metadata
        self._of_length: dict[int, tuple[re.Pattern[str], tuple[str, ...]] | None] = {}

    def kind(self, national: str) -> str:
        """One of KINDS, "" for digits that are no number of this region."""
        size = len(national)
        if size not in self._of_length:
            self._of_length[size] = self._compiled(size)
        known = self._of_length[size]
        match = known and known[0].fullmatch(national)
        if not known or not match:
            return ""
        kind = known[1][match.lastindex - 1]  # type: ignore[operator]  # every alternative is a group
        return self._either(national) if kind == "fixed" else kind

    def _either(self, national: str) -> str:
        """Fixed, or a number that may as well be a mobile one."""
        mobile = self._metadata.mobile
        both = self._metadata.same_mobile_and_fixed_line_pattern
        if not both and _allows(mobile, len(national)):
            both = bool(re.fullmatch(mobile.national_number_pattern, national))
        return "fixed-or-mobile" if both else "fixed"

    def _compiled(self, size: int) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
        """One expression for all kinds of numbers of this length; None when there are none."""
        metadata = self._metadata
        if not _allows(metadata.general_desc, size):
            return None
        patterns = {
            kind: getattr(metadata, field).national_number_pattern
            for field, kind in _SPECIAL
            if _allows(getattr(metadata, field), size)
        }
        if not patterns:
            return None
        general = metadata.general_desc.national_number_pattern
        any_kind = "|".join(f"({pattern})" for pattern in patterns.values())
        return re.compile(rf"(?=(?:{general})\Z)(?:{any_kind})"), tuple(patterns)


def _allows(described: Any, size: int) -> bool:
    """Whether a kind of number exists and may have so many digits."""
    if described is None or not described.national_number_pattern:
        return False
    lengths = described.possible_length
    return not lengths or size in lengths

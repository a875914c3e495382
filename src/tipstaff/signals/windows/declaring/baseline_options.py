"""What follows the keys of a baseline: `over 1h across 28d each 7d after 4 min 500 enter 10 leave 4 where ...`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from tipstaff.signals.windows.declaring.pieces import Pieces, narrowed
from tipstaff.signals.windows.declaring.spec import DEFAULT_AFTER, FLEETS, HABITS, Measure, WindowSpec

MOST = 1_000
"""Buckets that a past may be long."""
_BELONG: Mapping[str, tuple[Measure, ...]] = {
    "across": HABITS,
    "each": HABITS,
    "after": HABITS,
    "min": ("surge", *FLEETS),
    "enter": ("surge",),
    "leave": ("surge",),
    "every": (),
    "up": (),
    "part": (),
}


def share_of(text: Pieces) -> float:
    """The percentile of a fleet, as a share."""
    word = text.word()
    text.at += 1
    if re.fullmatch(r"0\.\d{1,6}|1(\.0{1,6})?", word) and float(word) > 0:
        return float(word)
    text.at -= 1
    text.say(f"expected a share above 0 and up to 1 before `{word or 'the end'}`", "for example: fleet 0.99 count of")
    return 0.0


def totals_of(text: Pieces) -> str:
    """What is added up in each bucket: `count` events or `sum` a field."""
    word = text.word()
    if word in ("count", "sum"):
        text.at += 1
        return word
    if not text.found:
        text.say(f"expected `count` or `sum FIELD` before `{word or 'the end'}`", "for example: usual count of")
    return ""


def baseline_of(part: WindowSpec, options: dict[str, str], text: Pieces) -> WindowSpec | None:
    """The whole window from what stands before its options; None when something is wrong, which was then said."""
    wrong = [name for name in options if part.measure not in _BELONG.get(name, (part.measure,))]
    for name in wrong:
        text.say(f"`{name}` does not belong to `{part.measure}`", spot=text.spots.get(name))
    if "over" not in options:
        text.say("a baseline needs the length of what it compares", "for example: over 1h across 28d")
    if wrong or "over" not in options:
        return None
    every = text.milliseconds("over", options["over"])
    of = narrowed(part.of, options.get("where", ""))
    least = text.whole("min", options, 1, digits=15)  # of a sum: bytes
    if not every or of is None:
        return None
    whole = replace(part, of=of, over=every, every=every, least=least)
    return whole if part.measure == "fleet" else _with_past(whole, options, text)


def _with_past(part: WindowSpec, options: dict[str, str], text: Pieces) -> WindowSpec | None:
    if "across" not in options:
        text.say("a usual needs to know how far back it looks", "for example: over 1h across 28d")
        return None
    over, every = text.milliseconds("across", options["across"]), part.every
    each = text.milliseconds("each", options["each"]) if "each" in options else every
    if not over or not each:
        return None
    if over % every or not 2 <= over // every <= MOST:
        wide = f"`{options['over']}` does not cut `{options['across']}` into 2 to 1,000 even buckets"
        text.say(wide, spot=text.spots["across"])
        return None
    if each % every or each > over:
        text.say(f"`{options['each']}` is no multiple of `{options['over']}` within the past", spot=text.spots["each"])
        return None
    past = over // each
    after = text.whole("after", options, min(DEFAULT_AFTER, past))
    if after > past:
        text.say(f"there are only {past} buckets to compare with", "lower `after`", text.spots.get("after"))
    level = text.level(part.measure, options)
    if level is not None and level.enter < level.leave:
        text.say("a surge is left below where it is entered", "for example: enter 10 leave 4", text.spots["leave"])
    return replace(part, over=over, step=each // every, after=after, level=level)

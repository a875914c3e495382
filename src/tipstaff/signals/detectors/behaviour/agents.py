"""Is it a program that says it is a browser, or says openly that it is a program?

A user agent is what its sender chooses to say: marks prove automation, their absence proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tipstaff.cel.types import BOOL, STRING, STRINGS
from tipstaff.signals.lasting import short_ones
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import SignalFunction, View

yaml = Library("yaml")

_AUTOMATED = frozenset({"missing", "tool", "headless", "bot", "scanner"})
# Browsers stay far below this; what is longer was put together by hand.
_LONG = 512
_SYSTEMS = (
    ("windows", re.compile(r"windows nt|windows phone|win64")),
    ("mac", re.compile(r"macintosh|(?<!like )mac os x|intel mac")),
    ("ios", re.compile(r"iphone|ipad|ipod|like mac os x")),
    ("android", re.compile(r"android")),
)
# What no browser says: versions that never were, engines that exclude each other, a placeholder, a name and no system.
_IMPOSSIBLE = re.compile(
    r"windows nt (?:[0-4]\.|[89]\.|1[1-9]\.|[2-9]\d)|chrome/\d{4}|chrome/0\.|firefox/\d{4}|\$\{|\{\{|%s|<\w+>"
    r"|trident/.*chrome/|msie [1-6]\..*windows nt 10|edg/.*firefox/|version/\d+.*firefox/"
    r"|^mozilla/\d\.\d\s*$|^mozilla/[^45]|null|undefined|fake"
)


def marks(_: View, user_agent: str) -> list[str]:
    """What the user agent gives away, sorted.

    missing       there is none
    tool          a library or command that fetches (curl, python-requests, ...)
    headless      a browser without a screen, driven by a program
    bot           a declared crawler or monitor
    scanner       a tool that looks for weaknesses
    impossible    versions or systems that do not go together, a placeholder, far too long
    """
    return list(_marks(user_agent))


def automated(_: View, user_agent: str) -> bool:
    """Whether it says that a program is at work, or says nothing."""
    return not _AUTOMATED.isdisjoint(_marks(user_agent))


@short_ones(4096)
def _marks(user_agent: str) -> tuple[str, ...]:
    said = user_agent.strip().lower()
    if not said or said == "-":
        return ("missing",)
    found = {mark for mark, parts in _parts().items() if any(part in said[:_LONG] for part in parts)}
    return tuple(sorted(found | set(_contradictions(said))))


def _contradictions(said: str) -> Iterator[str]:
    systems = [name for name, pattern in _SYSTEMS if pattern.search(said[:_LONG])]
    if len(said) > _LONG or len(systems) > 1 or _IMPOSSIBLE.search(said[:_LONG]):
        yield "impossible"


@lru_cache(maxsize=1)
def _parts() -> dict[str, tuple[str, ...]]:
    document = yaml.safe_load((DATA / "behaviour" / "agents.yaml").read_text(encoding="utf-8"))
    return {mark: tuple(part.strip() for part in line.split(",")) for mark, line in document.items()}


SIGNALS = (
    SignalFunction(
        name="agent.marks",
        params=(STRING,),
        result=STRINGS,
        cost=8,
        version="1",
        languages=(),
        about="What a user agent gives away: missing, tool, headless, bot, scanner, impossible.",
        compute=marks,
    ),
    SignalFunction(
        name="agent.automated",
        params=(STRING,),
        result=BOOL,
        cost=8,
        version="1",
        languages=(),
        about="The user agent says that a program is at work, or says nothing.",
        compute=automated,
    ),
)

"""Rules of `<style>` that bear on visibility and colour, as far as they hold everywhere.

Rules inside `@media` and the like are left out: mail shows one of two versions by the width of the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipstaff.signals.markup.styles import PLAIN, Look, look

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_LONGEST = 60_000
_MOST = 200
_WORTH = re.compile(
    r"display|visib|opacity|font-size|overflow|position|indent|margin|clip|color|background", re.IGNORECASE
)


def rules(css: str) -> Iterator[tuple[str, Look]]:
    """(selector, look) of each rule that says something of visibility or colour; at most 200."""
    said = 0
    for selector, body in _blocks(_COMMENT.sub(" ", css[:_LONGEST])):
        found = look(body.strip()) if _WORTH.search(body) else PLAIN
        if found == PLAIN:
            continue
        for one in selector.split(","):
            if said < _MOST and _is_simple(one):
                said += 1
                yield one.strip(), found


def _is_simple(selector: str) -> bool:
    """A selector that costs little to follow: no states, at most four steps."""
    steps = selector.split()
    return 0 < len(steps) <= 4 and len(selector) <= 200 and ":" not in selector


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """(selector, declarations) outside any at-rule. Each character is read once."""
    at = 0
    while (opening := css.find("{", at)) >= 0:
        head = css[at:opening].rpartition(";")[2].strip()
        closing = css.find("}", opening)
        if closing < 0:
            return
        if head.startswith("@"):
            at = _end_of_group(css, opening)
        else:
            yield head, css[opening + 1 : closing]
            at = closing + 1


def _end_of_group(css: str, opening: int) -> int:
    """Where a block with blocks inside ends."""
    depth = 0
    for match in re.finditer(r"[{}]", css[opening:]):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return opening + match.end()
    return len(css)

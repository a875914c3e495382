"""The deployed files that say what will run: build files, unit files, manifests, scripts, lists of packages.

Only files known by name are read, 64,000 characters of each and 256,000 of all; prose (`README.md`) and lock files are
not: they name what others use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tipstaff.signals.media.media import File

_RUNNING = re.compile(
    r"(?:dockerfile|containerfile|procfile|makefile|jenkinsfile|crontab|vagrantfile|entrypoint)(?:[.-][\w-]{1,20})?"
    r"|[\w.@-]{0,60}\.(?:dockerfile|service|timer|sh|bash|ya?ml|json|toml|ini|cfg|conf|env|ps1|bat|cmd|tf|nomad|ovpn|hcl)"
    r"|\.env|config|[\w-]{1,30}rc"
)
_LISTING = re.compile(
    r"requirements[\w.-]{0,30}\.(?:txt|in)|constraints\.txt|package\.json|composer\.json|pipfile|pyproject\.toml|gemfile"
    r"|go\.mod|cargo\.toml|environment\.ya?ml|packages?\.txt|apt[-_]packages?(?:\.txt)?|aptfile"
)
_LOCKED = re.compile(
    r"package-lock\.json|npm-shrinkwrap\.json|composer\.lock|[\w-]{0,30}\.lock(?:\.ya?ml|\.json)?|pnpm-lock\.yaml"
)
_REMARK = re.compile(r"^[ \t]*(?:#(?!!)|//|;)[^\n]*$", re.MULTILINE)
_WORD = re.compile(r"[@\w][\w.@/-]{1,120}")
_SCHEDULED = re.compile(r"cron(?:tab|\.d/)")
_LONGEST, _ALL, _MOST = 64_000, 256_000, 5_000
# The parts of `package.json` and its like that list what is used.
_USED = ("dependencies", "devDependencies", "optionalDependencies", "require", "require-dev")


class Manifest(NamedTuple):
    """A file's text without remarks, and the packages that it lists."""

    text: str
    packages: tuple[str, ...]


def manifests(told: list[Any]) -> Iterator[Manifest]:
    """What the deployed files say, of those that say what runs."""
    left = _ALL
    for given in told:
        file = File(given)
        name = file.name.lower().replace("\\", "/").rpartition("/")[2]
        listing = _LISTING.fullmatch(name) is not None
        if _LOCKED.fullmatch(name) or not (listing or _runs(file.name.lower(), name)) or not file.data:
            continue
        raw = file.data[: min(_LONGEST, left)].decode("utf-8", "replace")
        left -= len(raw)
        text = _REMARK.sub("", raw)
        yield Manifest("" if listing else text, tuple(_packages(name, raw, text)) if listing else ())
        if left <= 0:
            return


def _runs(path: str, name: str) -> bool:
    return _RUNNING.fullmatch(name) is not None or _SCHEDULED.search(path) is not None


def _packages(name: str, raw: str, text: str) -> Iterator[str]:
    """Names that a list of packages holds."""
    if name == "go.mod":
        # A module is called after where it comes from: `github.com/xtls/xray-core`.
        yield from (found[0].rpartition("/")[2] for found, _ in zip(_WORD.finditer(text), range(_MOST), strict=False))
    if not name.endswith(".json"):
        yield from (found[0] for found, _ in zip(_WORD.finditer(text), range(_MOST), strict=False))
        return
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError):
        return
    for part in _USED if isinstance(read, dict) else ():
        if isinstance(used := read.get(part), dict):
            yield from list(used)[:_MOST]

"""What a thing is called under the names it goes by: images of mirrors, versions, builds, renamed files.

ghcr.io/acme/my-xmrig-docker:6.21.0-alpine  ──▶  xmrig
sh -c "cd /tmp && ./minerd_v2 -o ..."       ──▶  minerd is the program
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

yaml = Library("yaml")

_VERSION = re.compile(r"v?\d+(?:[a-z]{1,3}\d*)?|[0-9a-f]{7,64}|rc\d*|x86|64")
_PIECES = re.compile(r"[-_.\s+]+")
_SEGMENT = re.compile(r"&&|\|\||[;|\n`]|\$\(")
_WORDS = re.compile(r"[^\s\"'()<>\[\]{},]+")
# What stands before a program in unit files, build files, manifests and tables of tasks.
_BEFORE = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:(?:ExecStart|ExecStartPre|ExecStartPost|ExecReload)=[-@+!:]*"
    r"|(?:ENTRYPOINT|CMD|RUN)\b|\"?(?:command|entrypoint|args|run|script|exec|start|cmd|web|worker|release|clock)\"?:"
    r"|[\d*/,-]+(?:[ \t]+[\d*/,-]+){4}[ \t]+(?:root[ \t]+)?)",
    re.MULTILINE | re.IGNORECASE,
)
_WITH_VALUE = frozenset({"-n", "-u", "-g", "-s", "-k", "-S", "-dmS", "--"})
_DURATION = re.compile(r"\d+[smhd]?")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_FEWEST = 2


def spelled(name: str) -> str:
    """One spelling for `whatsapp-web.js`, `WhatsApp_Web.js` and `whatsapp-web-js`."""
    return _PIECES.sub("-", name.lower()).strip("-")


def forms(name: str) -> Iterator[tuple[str, bool]]:
    """What a name may stand for: itself, then without the pieces that say nothing, from the end and from the start.

    With each: whether it is still the same thing, that is no role (`server`, `builder`) was taken off.
    """
    whole = spelled(name)
    if not whole:
        return
    yield whole, True
    pieces = whole.split("-")
    start, end, same = 0, len(pieces), True
    while end - start > 1 and _empty(pieces[end - 1]):
        end -= 1
        same = same and pieces[end] not in _words()["roles"]
        yield "-".join(pieces[start:end]), same
    while end - start > 1 and _empty(pieces[start]):
        same = same and pieces[start] not in _words()["roles"]
        start += 1
        yield "-".join(pieces[start:end]), same
        yield "-".join(pieces[start:]), same
    joined = "".join(pieces[start:end])
    if joined != whole and len(joined) > _FEWEST:
        yield joined, False


def own_name(image: str) -> str:
    """The name of an image without registry, owner, tag and digest."""
    return path_of(image).rpartition("/")[2]


def path_of(image: str) -> str:
    """Owner and name of an image."""
    bare = image.partition("@")[0].removeprefix("https://").removeprefix("http://").removeprefix("docker://")
    head, slash, tail = bare.rpartition("/")
    tail = tail.partition(":")[0]
    host, _, rest = head.partition("/")
    if "." in host or ":" in host or host == "localhost":
        head = rest
    return f"{head}{slash}{tail}" if head else tail


def segments(image: str) -> list[str]:
    """Owner and name, each."""
    return [segment for segment in path_of(image).split("/") if segment]


def programs(line: str) -> Iterator[str]:
    """The programs that a command line runs, without folders: behind wrappers, in every part of a shell line."""
    for segment in _SEGMENT.split(_BEFORE.sub(" ", line)):
        words = _WORDS.findall(segment)
        skip = False
        for at, word in enumerate(words):
            if skip or word.startswith("-") or _ASSIGNMENT.match(word) or (at and _DURATION.fullmatch(word)):
                skip = word in _WITH_VALUE
                continue
            name = base_name(word)
            if name in _words()["wrappers"]:
                continue
            yield name
            break


def paths(line: str) -> Iterator[str]:
    """Names of files and scripts that stand in a command line behind a folder or before an ending."""
    for word in _WORDS.findall(line):
        if (
            "/" in word or "\\" in word or word.endswith((".py", ".js", ".jar", ".sh", ".exe", ".pl"))
        ) and "://" not in word:
            yield base_name(word)


def base_name(path: str) -> str:
    """The last part of a path, lower case."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1].lower()


def _empty(piece: str) -> bool:
    return piece in _words()["says_nothing"] or piece in _words()["roles"] or _VERSION.fullmatch(piece) is not None


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    given = yaml.safe_load((DATA / "deployments" / "words" / "naming.yaml").read_text(encoding="utf-8"))
    return {key: frozenset(map(str, words)) for key, words in given.items()}

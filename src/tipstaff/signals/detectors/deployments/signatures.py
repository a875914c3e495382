"""Signatures of applications: names, give-away parts of command lines, hosts, ports, beginnings of traffic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

yaml = Library("yaml")

PROOF, HALF = 1.0, 0.5
_SPLIT = re.compile(r"[\s/\\:@,;=\"'()\[\]{}|<>]+")
# A version or an extension at the end of a name says nothing about what it is.
_TAIL = re.compile(
    r"(?:[-_.]?(?:v?\d[\w.]*|x86_64|x64|x86|amd64|arm64|armv\d|win64|musl|gnu|linux|windows|alpine|latest|exe|py|js|sh|jar|bin|cli|docker|server|"
    r"master|main))+$"
)


class Sign(NamedTuple):
    """What gave an application away: its kind, the weight of it as a proof, what was seen, and of which sort it is."""

    kind: str
    weight: float
    seen: str
    sort: str


class Signatures:
    """All kinds; read them with `signatures`."""

    def __init__(self, kinds: Mapping[str, Mapping[str, Any]]) -> None:
        self._names: dict[str, list[tuple[str, float]]] = {}
        self._parts: list[tuple[str, str, float]] = []
        self._hosts: dict[str, str] = {}
        self._ports: dict[int, list[str]] = {}
        self._payloads: list[tuple[str, str]] = []
        for kind, given in kinds.items():
            self._add(kind, given)

    def _add(self, kind: str, given: Mapping[str, Any]) -> None:
        for field, weight in (("names", PROOF), ("shared", HALF)):
            for name in _items(given[field]):
                self._names.setdefault(name, []).append((kind, weight))
        for field, weight in (("written", PROOF), ("hints", HALF)):
            self._parts += [(part, kind, weight) for part in _items(given[field])]
        self._hosts.update(dict.fromkeys(_items(given["hosts"]), kind))
        for port in _items(given["ports"]):
            self._ports.setdefault(int(port), []).append(kind)
        self._payloads += [(start.replace("\\x13", "\x13"), kind) for start in _items(given["payload"])]

    def named(self, text: str) -> Iterator[Sign]:
        """Names in an image, a package, a command, a process or a file name."""
        for name in dict.fromkeys(_names_in(text.lower())):
            for kind, weight in self._names.get(name, ()):
                yield Sign(kind, weight, name, "name")

    def written(self, text: str) -> Iterator[Sign]:
        """Parts of a command line, an argument, an environment key or a file name."""
        lower = text.lower()
        for part, kind, weight in self._parts:
            if part in lower:
                yield Sign(kind, weight, part, "writing")
        yield from self._hosts_in(lower)

    def looked_up(self, host: str) -> Iterator[Sign]:
        """A host name that was looked up or connected to."""
        labels = host.lower().rstrip(".").split(".")
        for at in range(len(labels) - 1):
            name = ".".join(labels[at:])
            if name in self._hosts:
                yield Sign(self._hosts[name], PROOF, name, "host")
                return

    def port(self, number: int) -> Iterator[Sign]:
        """A port that is listened on or connected to."""
        for kind in self._ports.get(number, ()):
            yield Sign(kind, HALF, f"port {number}", "port")

    def traffic(self, payload: str) -> Iterator[Sign]:
        """The beginning of what was sent."""
        lower = payload.lower()
        for start, kind in self._payloads:
            if start in lower[:200]:
                yield Sign(kind, PROOF, start, "traffic")

    def _hosts_in(self, lower: str) -> Iterator[Sign]:
        for word in _SPLIT.split(lower):
            if "." in word:
                yield from self.looked_up(word)


def kinds_of(signs: Iterable[Sign]) -> list[str]:
    """Kinds with a proof, or with half proofs of two sorts: two ports prove no more than one. Sorted."""
    weights: dict[str, dict[str, float]] = {}
    for sign in signs:
        by_sort = weights.setdefault(sign.kind, {})
        by_sort[sign.sort] = max(sign.weight, by_sort.get(sign.sort, 0.0))
    return sorted(kind for kind, by_sort in weights.items() if sum(by_sort.values()) >= PROOF)


@lru_cache(maxsize=1)
def signatures() -> Signatures:
    """The signatures that ship with the project."""
    return Signatures(yaml.safe_load((DATA / "deployments" / "signatures.yaml").read_text(encoding="utf-8")))


def _names_in(text: str) -> Iterator[str]:
    """Names that a text may contain: its words, each with its version cut off."""
    for word in filter(None, (part.strip("-_.") for part in _SPLIT.split(text))):
        yield word
        yield _TAIL.sub("", word)


def _items(given: Any) -> list[str]:
    text = str(given or "").lower()
    return [item for item in (part.strip() for part in text.split(", ")) if item]

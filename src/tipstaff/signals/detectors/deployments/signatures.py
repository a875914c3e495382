"""Signatures of applications: names, give-away parts of command lines, hosts, ports, beginnings of traffic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from tipstaff.signals.detectors.deployments.naming import forms, spelled
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

re2 = Library("re2")
yaml = Library("yaml")

PROOF, HALF = 1.0, 0.5
_PAYLOAD = 200
_SHORT = 4
_LONGEST_HOST, _LONGEST_NAME, _MOST = 253, 120, 5000
# `pool.tar.gz` is a file.
_ENDINGS = frozenset(
    {
        "gz",
        "xz",
        "bz2",
        "tgz",
        "json",
        "txt",
        "log",
        "conf",
        "cfg",
        "ini",
        "yml",
        "yaml",
        "xml",
        "csv",
        "js",
        "html",
        "sock",
    }
)
_HOSTLIKE = re.compile(r"(?<![\w.-])[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,10}", re.ASCII)
_PORT = re.compile(r"(?<=[\w\]. \"'=]):([0-9]{2,5})(?![\w.:])", re.ASCII)
# Going through somebody's proxy is not being one.
_CLIENT = re.compile(
    r"(?:(?:https?|all|ftp|no)_proxy|--(?:https?-)?proxy|\s-x)[ =]\s?[\"']?(?:https?://)?[^\s\"'@]{1,200}"
)
# A Monero address: 95 characters of base 58 that begin with 4 or 8 (standard and sub-addresses).
_WALLET = re.compile(r"(?<![\w])[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}(?![\w])")


class Sign(NamedTuple):
    """What gave an application away: its kind, the weight of it as a proof, what was seen, and of which sort it is."""

    kind: str
    weight: float
    seen: str
    sort: str


class Signatures:
    """All kinds; read them with `signatures`."""

    def __init__(self, kinds: Mapping[str, Mapping[str, Any]]) -> None:
        self._names: dict[str, list[str]] = {}
        self._programs: dict[str, list[str]] = {}
        self._shared: dict[str, list[str]] = {}
        self._honest: set[str] = set()
        self._used: set[str] = set()
        self._fetches: dict[str, re.Pattern[str]] = {}
        self._together: list[tuple[str, list[str]]] = []
        # What is shown of a part, its kind, what it proves, and how it is found.
        self._parts: list[tuple[str, str, float, str]] = []
        self._hosts: dict[str, str] = {}
        self._labels: dict[str, list[str]] = {}
        self._ports: dict[int, list[str]] = {}
        self._payloads: list[tuple[str, str, float]] = []
        for kind, given in kinds.items():
            self._add(kind, given)
        self._any_part = re2.Set.SearchSet()
        for _, _, _, expression in self._parts:
            self._any_part.Add(expression)
        self._any_part.Compile()
        self._beside = {part: place for place, part in enumerate({p: 0 for _, parts in self._together for p in parts})}
        self._any_beside = re2.Set.SearchSet()
        for part in self._beside:
            self._any_beside.Add(_part(part))
        if self._beside:
            self._any_beside.Compile()

    def _add(self, kind: str, given: Mapping[str, Any]) -> None:
        for field, into in (("names", self._names), ("programs", self._programs), ("shared", self._shared)):
            for name in _items(given, field):
                into.setdefault(spelled(name), []).append(kind)
        self._honest.update(map(spelled, _items(given, "honest")))
        self._used.update(map(spelled, _items(given, "used")))
        self._fetches.update((name, _fetching(name)) for name in _items(given, "fetches"))
        self._together += [(kind, [str(part).lower() for part in parts]) for parts in given.get("together") or ()]
        for field, weight in (("written", PROOF), ("hints", HALF)):
            self._parts += [(part, kind, weight, _part(part)) for part in _items(given, field)]
        for told, expression in (given.get("expressions") or {}).items():
            self._parts.append((told, kind, PROOF, expression))
        self._hosts.update(dict.fromkeys(_items(given, "hosts"), kind))
        for label in _items(given, "labels"):
            self._labels.setdefault(label, []).append(kind)
        for port in given.get("ports", ()):
            self._ports.setdefault(int(port), []).append(kind)
        for field, weight in (("payload", PROOF), ("opening", HALF)):
            self._payloads += [(start, kind, weight) for start in _items(given, field)]

    def named(self, name: str, *, own: bool = False) -> Iterator[Sign]:
        """A name as it stands somewhere. `own`: it is the image's own, or the program that is run."""
        found: dict[str, Sign] = {}
        for form, same in forms(name[:_LONGEST_NAME]):
            if form in self._honest:
                return
            for kind, sign in self._of_form(form, own and same):
                if kind not in found or sign.weight > found[kind].weight:
                    found[kind] = sign
        yield from found.values()

    def honest(self, name: str) -> bool:
        """Whether an image or a name is known to be something else."""
        return spelled(name) in self._honest

    def used(self, name: str) -> bool:
        """Whether honest software installs it to use it, so that installing proves half only."""
        return spelled(name) in self._used

    def only_fetching(self, text: str) -> frozenset[str]:
        """Names of what a text gives addresses of the web to fetch, as any honest downloader gets."""
        return frozenset(name for name, told in self._fetches.items() if name in text and told.search(text))

    def together(self, text: str) -> Iterator[Sign]:
        """Parts that each stand in honest software too, and all of which stand in no other."""
        if not self._together or not text:
            return
        seen = set(self._any_beside.Match(text.lower()) or ())
        for kind, parts in self._together:
            if all(self._beside[part] in seen for part in parts):
                yield Sign(kind, PROOF, " + ".join(parts), "writing")

    def _of_form(self, form: str, own: bool) -> Iterator[tuple[str, Sign]]:
        tiers = ((self._names, PROOF), (self._programs, PROOF if own else HALF), (self._shared, HALF))
        for names, weight in tiers:
            for kind in names.get(form, ()):
                yield kind, Sign(kind, weight, form, "name")

    def written(self, text: str) -> Iterator[Sign]:
        """Parts of a command line, an argument, an environment key or a file name; hosts and wallets in it."""
        lower = text.lower()
        for at in self._any_part.Match(lower) or ():
            part, kind, weight, _ = self._parts[at]
            yield Sign(kind, weight, part, "writing")
        for host in islice(_HOSTLIKE.finditer(lower), _MOST):
            yield from self.looked_up(host[0])
        for port in _PORT.finditer(_CLIENT.sub(" ", lower)):
            yield from self.port(int(port[1]))
        if _WALLET.search(text):
            yield Sign("miner", HALF, "a Monero address", "wallet")

    def looked_up(self, host: str) -> Iterator[Sign]:
        """A host name that was looked up or connected to."""
        labels = host[-_LONGEST_HOST:].lower().rstrip(".").split(".")
        for at in range(len(labels) - 1):
            name = ".".join(labels[at:])
            if name in self._hosts:
                yield Sign(self._hosts[name], PROOF, name, "host")
                return
        if len(labels) > 2 and labels[-1] not in _ENDINGS:
            for piece in re.split(r"[-_]", labels[0]):
                for kind in self._labels.get(piece.rstrip("0123456789"), ()):
                    yield Sign(kind, HALF, f"{labels[0]}.…", "host")

    def port(self, number: int) -> Iterator[Sign]:
        """A port that is listened on or connected to."""
        for kind in self._ports.get(number, ()):
            yield Sign(kind, HALF, f"port {number}", "port")

    def traffic(self, payload: str) -> Iterator[Sign]:
        """The beginning of what was sent."""
        lower = payload[:_PAYLOAD].lower()
        for start, kind, weight in self._payloads:
            if lower.startswith(start) if weight < PROOF else start in lower:
                yield Sign(kind, weight, start, "traffic")


def kinds_of(signs: Iterable[Sign]) -> list[str]:
    """Kinds with a proof, or with half proofs of two sorts: two ports prove no more than one. Sorted."""
    weights: dict[str, dict[str, float]] = {}
    for sign in signs:
        by_sort = weights.setdefault(sign.kind, {})
        by_sort[sign.sort] = max(sign.weight, by_sort.get(sign.sort, 0.0))
    return sorted(kind for kind, by_sort in weights.items() if sum(by_sort.values()) >= PROOF)


@lru_cache(maxsize=1)
def signatures() -> Signatures:
    """The signatures that ship with the project, a file for each kind."""
    files = sorted((DATA / "deployments").glob("*.yaml"))
    return Signatures({file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files})


def _part(part: str) -> str:
    """A part as it must stand: an option begins a word, and a short one ends it as well; a word is not the end of
    another (`ss://` is none of `wss://`).
    """
    before = r"(?:^|[\s\"'=\[,(])" if part.startswith("-") else r"(?:^|[^a-z0-9])" if part[:1].isalnum() else ""
    after = r"(?:$|[\s\"'=,:\])])" if part.startswith("-") and len(part) <= _SHORT else ""
    return f"{before}{re2.escape(part)}{after}"


def _fetching(name: str) -> re.Pattern[str]:
    """The program with an address behind it, in one command."""
    return re.compile(
        rf"(?<![\w-]){re.escape(name)}\s[^\n;|&]{{0,300}}?\b(?:https?|ftps?|sftp)://(?![^\s\"']{{0,300}}\.torrent)"
    )


def _items(given: Mapping[str, Any], field: str) -> list[str]:
    return [str(item).lower() for item in given.get(field) or ()]

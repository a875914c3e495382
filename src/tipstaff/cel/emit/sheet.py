"""The function being written: its constants, the fields it loads, and what several rules share.

While rules are emitted, a field, a shared expression and a glance before a pattern are marks in the text (`§p3§`,
`§s3§`, `§g3§`); nothing else in the text is outside ASCII. Only when all rules are there is it known how often each is
used: once, and it stays where it is; more often, and it becomes a local variable, loaded at the top (a field) or when
it is first needed (an expression).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import Any, Final

from tipstaff.cel.functions.patterns import pattern_set

_MARK: Final = re.compile("§([psg])([0-9]+)§")
_PRESENT: Final = re.compile(r"\(§p[0-9]+§ is not U\)")
# With more patterns than these on one text, one pass for all is cheaper than a look for what each requires.
_GLANCES: Final = 8


def is_member(text: str) -> bool:
    """Whether a text is the mark of a member and nothing else: then it costs nothing to have it twice."""
    mark = _MARK.fullmatch(text)
    return mark is not None and mark[1] == "p"


@dataclass(frozen=True, slots=True)
class Path:
    """A member of a record that is loaded at the top: the attributes to it, and which of them may be missing."""

    root: str
    steps: tuple[tuple[str, bool], ...]

    @property
    def optional(self) -> bool:
        """Whether it may be missing, itself or an object on the way."""
        return any(optional for _, optional in self.steps)

    @property
    def parent(self) -> Path:
        """The path one step shorter."""
        return Path(self.root, self.steps[:-1])


@dataclass(slots=True)
class Shared:
    """An expression that rules may have in common. `keep` makes it a variable even when it is used once."""

    text: str
    keep: bool


@dataclass(slots=True)
class Sheet:
    """Everything of one generated function but the rules' own text."""

    namespace: dict[str, Any] = field(default_factory=dict)
    _constants: dict[int, tuple[object, str]] = field(default_factory=dict)
    _paths: dict[Path, int] = field(default_factory=dict)
    _shared: list[Shared] = field(default_factory=list)
    _shared_numbers: dict[str, int] = field(default_factory=dict)
    _roots: dict[str, str] = field(default_factory=dict)
    _names: int = 0
    _patterns: dict[str, list[str]] = field(default_factory=dict)
    _scanners: dict[str, str] = field(default_factory=dict)
    _glances: list[tuple[str, str]] = field(default_factory=list)

    def fresh(self, prefix: str) -> str:
        """A name that nothing else in the function has."""
        self._names += 1
        return f"{prefix}{self._names}"

    def constant(self, value: object) -> str:
        """The name under which the function knows an object."""
        known = self._constants.get(id(value))
        if known is None:
            known = (value, self.fresh("k"))
            self._constants[id(value)] = known
            self.namespace[known[1]] = value
        return known[1]

    def root(self, variable: str) -> str:
        """The local that holds a record variable from the start."""
        if variable not in self._roots:
            self._roots[variable] = self.fresh("r")
        return self._roots[variable]

    def path(self, path: Path) -> str:
        """The mark of a member's raw value: UNSET when it is missing."""
        number = self._paths.setdefault(path, len(self._paths))
        return f"§p{number}§"

    def share(self, text: str, *, keep: bool = False) -> str:
        """The mark of an expression that may be worth computing once. Not for one that reads loop variables."""
        number = self._shared_numbers.setdefault(text, len(self._shared))
        if number == len(self._shared):
            self._shared.append(Shared(text, keep))
        self._shared[number].keep |= keep
        return f"§s{number}§"

    def pattern(self, operand: str, pattern: str) -> tuple[str, int]:
        """The name of what scans this operand for its patterns, and the number of this pattern among them."""
        scanner = self._scanners.setdefault(operand, f"scan{len(self._scanners)}")
        patterns = self._patterns.setdefault(scanner, [])
        if pattern not in patterns:
            patterns.append(pattern)
        return scanner, patterns.index(pattern)

    def glance(self, scanner: str, text: str) -> str:
        """The mark of a test that stands before a scan while that has few patterns."""
        self._glances.append((scanner, text))
        return f"§g{len(self._glances) - 1}§"

    def glance_text(self, number: int) -> str:
        """The test, or nothing when its scanner has many patterns."""
        scanner, text = self._glances[number]
        return text if len(self._patterns[scanner]) <= _GLANCES else ""

    def is_unguarded(self, text: str) -> bool:
        """Whether a test needs none before it: it reads no member that may be missing, or asks only whether one is."""
        if _PRESENT.fullmatch(text):
            return True
        paths = list(self._paths)
        return not any(kind != "p" or paths[int(number)].optional for kind, number in _MARK.findall(text))

    def single(self, pattern: str) -> str:
        """The name of what looks for one pattern."""
        name = f"find{len(self._patterns)}"
        self.namespace[name] = pattern_set((pattern,)).matches
        self._patterns[name] = []
        return name

    def finish(self, texts: Sequence[str]) -> Finished:
        """Replace all marks, now that the uses can be counted."""
        for name, patterns in self._patterns.items():
            if patterns:
                self.namespace[name] = pattern_set(tuple(patterns)).found
        return _Finisher(self, texts).finish()


@dataclass(frozen=True, slots=True)
class Finished:
    """The rules' text without marks, the loads at the top, the variables that begin unset, the locals of records."""

    texts: tuple[str, ...]
    loads: tuple[str, ...]
    unset: tuple[str, ...]
    roots: Mapping[str, str]


class _Finisher:
    def __init__(self, sheet: Sheet, texts: Sequence[str]) -> None:
        self._sheet = sheet
        self._texts = texts
        self._paths = list(sheet._paths)
        self._uses = self._counted()
        self._locals: dict[Path, str] = {}
        self._memos: dict[int, str] = {}

    def _counted(self) -> Counter[str]:
        """How often each mark stands in the rules and in the shared expressions that they reach."""
        uses: Counter[str] = Counter()
        waiting = list(self._texts)
        while waiting:
            for kind, number in _MARK.findall(waiting.pop()):
                mark = f"{kind}{number}"
                uses[mark] += 1
                if kind == "s" and uses[mark] == 1:
                    waiting.append(self._sheet._shared[int(number)].text)
                if kind == "g":
                    waiting.append(self._sheet.glance_text(int(number)))
        return uses

    def finish(self) -> Finished:
        loads = self._loads()
        texts = tuple(map(self._resolve, self._texts))
        return Finished(texts, tuple(loads), tuple(sorted(self._memos.values())), self._sheet._roots)

    def _loads(self) -> list[str]:
        """Make locals of the roots, of members used more than once, and of objects with several members in use."""
        wanted = self._wanted()
        roots = self._sheet._roots.items()
        lines = [f"{local} = get({variable!a}) if {local} is N else {local}" for variable, local in roots]
        for path in sorted(wanted, key=lambda path: (len(path.steps), path.root, path.steps)):
            expression = self._load(path)
            self._locals[path] = self._sheet.fresh("v")
            lines.append(f"{self._locals[path]} = {expression}")
        return lines

    def _wanted(self) -> set[Path]:
        used = {self._paths[int(mark[1:])]: count for mark, count in self._uses.items() if mark[0] == "p"}
        wanted = {path for path, count in used.items() if count > 1}
        readers: Counter[Path] = Counter()
        for path in used:
            while len(path.steps) > 1:
                path = path.parent  # noqa: PLW2901
                readers[path] += 1
                if path.optional:
                    wanted.add(path)
        return wanted | {path for path, count in readers.items() if count > 1}

    def _load(self, path: Path) -> str:
        """The expression of a member's raw value."""
        if path in self._locals:
            return self._locals[path]
        if not path.steps:
            return self._sheet._roots[path.root]
        attribute = path.steps[-1][0]
        if not attribute.isidentifier() or iskeyword(attribute) or attribute.startswith("_"):
            raise ValueError(f"`{attribute}` cannot be the attribute of a member")
        owner = self._load(path.parent)
        return f"(U if {owner} is U else {owner}.{attribute})" if path.parent.optional else f"{owner}.{attribute}"

    def _resolve(self, text: str) -> str:
        return _MARK.sub(self._replacement, text)

    def _replacement(self, match: re.Match[str]) -> str:
        number = int(match[2])
        if match[1] == "p":
            return self._load(self._paths[number])
        if match[1] == "g":
            return self._resolve(self._sheet.glance_text(number))
        shared = self._sheet._shared[number]
        expression = self._resolve(shared.text)
        if self._uses[f"s{number}"] == 1 and not shared.keep:
            return expression
        name = self._memos.setdefault(number, f"m{number}")
        return f"({name} if {name} is not N else ({name} := {expression}))"

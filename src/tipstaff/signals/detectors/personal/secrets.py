"""Keys, tokens and passwords: shapes that issuers publish, and random-looking values that a word announces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import log2
from typing import Any

from tipstaff.signals.detectors.personal.found import Found, apart
from tipstaff.signals.detectors.personal.scan import Located
from tipstaff.signals.detectors.personal.texts import said
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import View

re2 = Library("re2")
yaml = Library("yaml")

# A name that announces a secret, a sign between, and the value.
_ASSIGNED = re.compile(
    r"(?:(?P<password>pass(?:word|wd|phrase)?|pwd|mot[ _]de[ _]passe|mdp|passwort|contrase[nñ]a)"
    r"|(?:secret|token|api[ _-]?key|access[ _-]?key|auth[ _-]?key|private[ _-]?key|credentials?|cl[eé][ _]api))"
    r"[\w-]{0,12}[\"']?(?:\s{0,3}(?::=|=>|[:=])\s{0,3}|\s(?:is|est)\s(?::\s)?)"
    r"(?P<value>\"[^\"\s]{4,200}\"|'[^'\s]{4,200}'|[^\s\"',;<>]{4,200})",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"(?i).*(?:example|exemple|changeme|change_me|placeholder|your[_-]|votre[_-]|dummy|sample|redacted|xxxx|\*\*\*|"
    r"\.\.\.|<|\$\{|\{\{|%\(|env[.\[(]|process\.|getenv|os\.)"
)
_IN_ADDRESS = re.compile(r":([^:@/]+)@[^@]*$")
_EXAMPLES = frozenset(
    {"password", "passwd", "pass", "secret", "changeme", "example", "postgres", "root", "user", "test"}
)
# Bits per character of a value that is random: words stay below 3.5, base64 keys of 32 characters lie above 4.
RANDOM_BITS = 3.3
_LEAST = 16


def secrets(view: View) -> tuple[Located, ...]:
    """Every secret of the event.

    Raises:
        CelError: `signal-unavailable`, events of this type say nothing.
    """
    return tuple(Located(found, text) for text in view.once(said) for found in secrets_in(text.raw))


def secrets_in(text: str) -> list[Found]:
    """The same of one text."""
    return apart([*_known(text), *_announced(text)])


def _known(text: str) -> Iterator[Found]:
    kinds, patterns, known = _shapes()
    for at in known.Match(text) or ():
        for match in patterns[at].finditer(text):
            if not _made_up(kinds[at], match[0]):
                yield Found(kinds[at], "secret", match.start(), match.end(), hash(match[0]))


def _made_up(kind: str, value: str) -> bool:
    """Whether a value is an example of documentation. In an address only its password counts."""
    if kind == "connection-string":
        password = _IN_ADDRESS.search(value)
        return password is not None and password[1].lower() in _EXAMPLES
    return _PLACEHOLDER.match(value) is not None


def _announced(text: str) -> Iterator[Found]:
    if not _names().search(text):
        return
    for match in _ASSIGNED.finditer(text):
        value = match["value"].strip("\"'")
        if _PLACEHOLDER.match(value):
            continue
        if match["password"]:
            if _like_a_password(value):
                yield Found("password", "secret", match.start("value"), match.end("value"), hash(value))
        elif len(value) >= _LEAST and bits(value) >= RANDOM_BITS and any(char.isdigit() for char in value):
            yield Found("key", "secret", match.start("value"), match.end("value"), hash(value))


def _like_a_password(value: str) -> bool:
    """Whether a value may be a password: six characters or more, letters and something else."""
    value = value.rstrip(".!?)")
    return len(value) >= 6 and any(map(str.isalpha, value)) and not value.isalpha() and "://" not in value


def bits(value: str) -> float:
    """Shannon's entropy of the characters, in bits per character."""
    size = len(value)
    return -sum(count / size * log2(count / size) for count in Counter(value).values()) if size else 0.0


@lru_cache(maxsize=1)
def _names() -> Any:
    """Names that announce a secret, with a sign or a verb after them: one pass, before the costly look."""
    names = (
        "pass(?:word|wd|phrase)?|pwd|mot[ _]de[ _]passe|mdp|passwort|contrase|secret|token|api[ _-]?key|"
        "access[ _-]?key|auth[ _-]?key|private[ _-]?key|credentials?|cl. api"
    )
    return re2.compile(rf"(?i)(?:{names})[\w-]{{0,12}}[\"']?\s{{0,3}}(?:[:=]|is\b|est\b)")


@lru_cache(maxsize=1)
def _shapes() -> tuple[list[str], list[re.Pattern[str]], Any]:
    """Kinds, their expressions, and one set of all of them."""
    entries: dict[str, str] = yaml.safe_load((DATA / "personal" / "secrets.yaml").read_text(encoding="utf-8"))
    options = re2.Options()
    options.max_mem = 64 << 20
    known = re2.Set.SearchSet(options)
    for shape in entries.values():
        known.Add(shape)
    known.Compile()
    return list(entries), [re2.compile(shape) for shape in entries.values()], known

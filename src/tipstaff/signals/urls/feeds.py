"""Lists of bad hosts and links as the world publishes them, read into one spelling per entry.

hosts     0.0.0.0 evil.example                              csv      a column url, domain, host, indicator or value
plain     evil.example, *.evil.example, https://evil/x      adblock  ||evil.example^, |https://evil.example/x|
misp      {"list": ["evil.example", ...]}, a JSON array      dnsmasq  address=/evil.example/0.0.0.0, or RPZ

`links.listed("name")` finds links by these entries: a link, a host, and every host below it. Public suffixes and single
labels are refused: they would match half the web.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, NamedTuple

from tipstaff.signals.urls.hosts import is_address, read_host
from tipstaff.signals.urls.plain import plain_url
from tipstaff.signals.urls.suffixes import suffix

FORMATS = ("auto", "plain", "hosts", "csv", "adblock", "misp", "dnsmasq")
_COMMENT = re.compile(r"^\s*(?:[#;!]|//)")
_LOCAL = frozenset(("localhost", "localhost.localdomain", "local", "broadcasthost", "ip6-localhost", "ip6-loopback"))
_SINK = re.compile(r"(?:0\.0\.0\.0|127\.\d+\.\d+\.\d+|255\.255\.255\.255|::1?|fe80::1%lo0)\Z")
_ADBLOCK = re.compile(r"\|\|([^\^|$*/]+)\^?(?:\||\$.*)?\Z|\|?(https?://[^|^$*]+)[|^]?(?:\$.*)?\Z")
_DNSMASQ = re.compile(r"(?:address|server|local)=/([^/]+)/")
_COLUMNS = ("url", "domain", "host", "hostname", "indicator", "value", "ioc", "dst", "fqdn", "site")
_VALUE = re.compile(r"[\w:/@%?&=+~,.\-\[\]#!$'()*;|]+\Z")


class Skipped(NamedTuple):
    """A line that was left out, and why."""

    line: int
    text: str
    reason: str


class Feed(NamedTuple):
    """Entries in one spelling, each once, in their order; and what was left out."""

    entries: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    format: str


def read_feed(text: str, form: str = "auto") -> Feed:
    """Read a list.

    Args:
        text: the whole file.
        form: one of `FORMATS`.
    """
    known = form if form != "auto" else guess(text)
    entries: dict[str, None] = {}
    skipped: list[Skipped] = []
    for line, value in _values(text, known):
        entry, reason = _entry(value)
        if entry:
            entries[entry] = None
        elif reason:
            skipped.append(Skipped(line, value[:120], reason))
    return Feed(tuple(entries), tuple(skipped), known)


def guess(text: str) -> str:
    """The format of a list, by its beginning."""
    head = text[:20_000].lstrip("\ufeff \t\r\n")
    if head[:1] in "[{" and head[:1]:
        return "adblock" if head[:8].lower() == "[adblock" else "misp"
    lines = [line.strip() for line in head.splitlines() if line.strip() and not _COMMENT.match(line)][:50]
    if not lines:
        return "plain"
    if any(line.startswith("||") for line in lines):
        return "adblock"
    if any(_DNSMASQ.match(line) or re.search(r"\sCNAME\s+\.", line, re.IGNORECASE) for line in lines):
        return "dnsmasq"
    if sum(bool(_SINK.match(line.split()[0])) for line in lines) * 2 > len(lines):
        return "hosts"
    return "csv" if lines[0].count(",") and all("," in line for line in lines[:5]) else "plain"


def _values(text: str, form: str) -> Iterator[tuple[int, str]]:
    """(line, value) of everything that may be an entry."""
    if form == "misp":
        yield from _from_json(text)
        return
    if form == "csv":
        yield from _from_csv(text)
        return
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip().lstrip("\ufeff")
        if words and not _COMMENT.match(words):
            yield from ((number, value) for value in _of_line(words, form))


def _of_line(words: str, form: str) -> Iterable[str]:
    if form == "adblock":
        if words.startswith(("@@", "[")) or "##" in words or "#@#" in words:
            return ()
        found = _ADBLOCK.match(words)
        return (found[1] or found[2],) if found else (words,)
    if form == "dnsmasq":
        named = _DNSMASQ.match(words)
        return (named[1],) if named else (words.split(maxsplit=1)[0],)
    plain = words.split("#", maxsplit=1)[0].split() if " " in words or "\t" in words else [words]
    if plain and _SINK.match(plain[0]) and (form == "hosts" or len(plain) > 1):
        return [name for name in plain[1:] if name.lower() not in _LOCAL]
    return plain[:1]


def _from_json(text: str) -> Iterator[tuple[int, str]]:
    try:
        read: Any = json.loads(text)
    except (ValueError, RecursionError):
        yield 1, "not JSON"
        return
    values = read.get("list", read.get("values", [])) if isinstance(read, dict) else read
    for number, value in enumerate(values if isinstance(values, list) else [], start=1):
        told = (
            value if isinstance(value, str) else next((value[c] for c in _COLUMNS if c in value), "") if value else ""
        )
        if isinstance(told, str) and told:
            yield number, told


def _from_csv(text: str) -> Iterator[tuple[int, str]]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    kept = [(number, line) for number, line in lines if not _COMMENT.match(line)]
    # abuse.ch writes the names of the columns as a comment.
    heads = [line.lstrip("# ") for _, line in lines[:60] if line.startswith("#") and "," in line]
    names = [name.strip().lower() for name in next(csv.reader(heads[-1:]), [])]
    rows = csv.reader(StringIO("\n".join(line for _, line in kept)))
    first = next(rows, [])
    if any(cell.strip().lower() in _COLUMNS for cell in first):
        names, start = [cell.strip().lower() for cell in first], 1
    else:
        rows, start = csv.reader(StringIO("\n".join(line for _, line in kept))), 0
    column = next((names.index(name) for name in _COLUMNS if name in names), None)
    for (number, _), row in zip(kept[start:], rows, strict=False):
        cell = row[column] if column is not None and column < len(row) else _likely(row)
        if cell:
            yield number, cell.strip()


def _likely(row: list[str]) -> str:
    """The cell that looks most like a link or a host."""
    cells = [cell.strip() for cell in row]
    return next((c for c in cells if "://" in c), next((c for c in cells if "." in c and " " not in c), ""))


def _entry(value: str) -> tuple[str, str]:
    """(entry, "") or ("", why not)."""
    value = value.strip().strip("\"'")
    value = re.sub(r"^(?:\*\.|\.)", "", value).replace("[.]", ".").replace("hxxp", "http", 1)
    if not _VALUE.match(value) and not value.isprintable():
        return "", "no host and no link"
    host = read_host(value).host
    if is_address(host):
        return ("", "a range of addresses") if re.search(r"/\d{1,3}\Z", value) else (plain_url(value), "")
    if host in _LOCAL or "." not in host or " " in value:
        return "", "no host and no link"
    if suffix(host) == host:
        return "", "a public suffix: it would match everything below"
    return plain_url(value), ""

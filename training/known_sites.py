"""Rebuild `signals/data/hosts/known-sites.txt.gz`: sites that programs and lists know by name; and
`known_links.txt.gz`, pages on them for `training.paths` to learn from.

    python -m training.known_sites DIRECTORY

DIRECTORY holds the unpacked programs, each in a folder of its name. None of them ranks the web: they know a site
because somebody wrote for it. Versions and licences of those the list was made from:

    simple-icons 16.37.0 (CC0)     brands and where they show their marks
    yt_dlp 2026.10.26 (Unlicense)  sites with films and sound
    streamlink 8.6.3 (BSD 2)       the same
    you_get 0.4.1743 (MIT)         the same
    maigret 0.6.6 (MIT)            sites where people have accounts, those that it gives a rank
    sherlock_project 0.16.2 (MIT)  the same

and the MISP warning list of banks (CC0). `well-known.txt` beside it is written by hand. What anybody can get a name
under, what gives addresses or mailboxes away, and what stands on UT1's list of phishing is left out.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tipstaff.signals.urls.hosts import is_address, read_host
from tipstaff.signals.urls.kinds import KINDS, is_kind, listed
from tipstaff.signals.urls.suffixes import hosted, owned, suffix
from training.host_lists import SHARED, write
from training.host_lists import listed as collected

LINKS = Path(__file__).parent / "known_links.txt.gz"
# Those in the public domain: their links are kept as they are.
FREE, OF_A_HOST = ("simple-icons", "yt_dlp"), 2
PROGRAMS = ("simple-icons", "yt_dlp", "streamlink", "you_get", "sherlock_project")
RANKED = Path("maigret/maigret/resources/data.json")
_LINK = re.compile(r"https?:(?:\\?/){2}[^\s\"'<>`|)]{4,300}")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
# A site's own kind is no reason to let it off.
_OTHERS = tuple(kind for kind in KINDS if kind not in ("popular", "well-known", "known-site", "free-mail"))
# Names that are given away change hands every few months.
_GIVEN = frozenset(("tk", "ml", "ga", "cf", "gq", "top", "xyz", "icu", "cyou", "cfd", "sbs", "bond", "click", "buzz"))
_RESERVED = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost|local|internal|lan|host|domain|yourdomain)(?:\.|$)")


def linked(directory: Path, name: str) -> Iterator[str]:
    """Every link in a program."""
    for file in sorted((directory / name).rglob("*")):
        if file.suffix in (".py", ".json", ".md", ".txt", ".js"):
            links = _LINK.findall(file.read_text(encoding="utf-8", errors="ignore"))
            yield from (link.replace("\\", "") for link in links)


def few(links: Iterator[str]) -> Iterator[str]:
    """At most two of a host."""
    counts: Counter[str] = Counter()
    for link in sorted(set(links)):
        host = read_host(link).host
        counts[host] += 1
        if _HOST.fullmatch(host) and counts[host] <= OF_A_HOST:
            yield link


def named(directory: Path) -> Iterator[str]:
    """Every host that the programs name."""
    for name in PROGRAMS:
        yield from (read_host(link).host for link in linked(directory, name))
    for site in json.loads((directory / RANKED).read_text(encoding="utf-8"))["sites"].values():
        if "alexaRank" in site:
            yield read_host(site["urlMain"]).host


def kept(hosts: Iterator[str], deceiving: frozenset[str]) -> list[str]:
    """The registered domains of hosts, those that may be let off, sorted."""
    found = set()
    for host in hosts:
        domain = owned(host)
        if not _HOST.fullmatch(host) or is_address(host) or hosted(host) or domain == suffix(domain):
            continue
        if suffix(domain) in _GIVEN or _RESERVED.search(domain) or domain in deceiving:
            continue
        if not any(is_kind(domain, kind) for kind in _OTHERS):
            found.add(domain)
    return sorted(found)


def main(directory: Path) -> None:
    """Write the list, without what is popular or written by hand."""
    with gzip.open(SHARED / "domains_ut1" / "phishing" / "list.txt.gz", "rt", encoding="utf-8") as file:
        deceiving = frozenset(owned(read_host(line.strip()).host) for line in file)
    hosts = (*named(directory), *collected("lists_misp/bank-website"))
    known = [host for host in kept(iter(hosts), deceiving) if host not in listed("popular") | listed("well-known")]
    print(len(known), "sites")
    write("known-sites", known)
    links = [link for name in FREE for link in few(linked(directory, name))]
    LINKS.write_bytes(gzip.compress(("\n".join(links) + "\n").encode(), mtime=0))
    print(len(links), "links", LINKS.stat().st_size, "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

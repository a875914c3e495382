"""Rebuild the lists of hosts in `signals/data/hosts` from the collections of TIPSTAFF_SHARED_DATA.

    python training/host_lists.py

Sources, all CC0: MISP warning lists (github.com/MISP/misp-warninglists, commit 84f0610a) and disposable-email-domains
(github.com/disposable-email-domains/disposable-email-domains, commit a6458931). `free-hosts.txt`, `free-mail.txt` and
`more-shorteners.txt` are written by hand and left alone.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from pathlib import Path

from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.hosts import ascii_host, is_address
from tipstaff.signals.urls.suffixes import owned, registrable, suffix

SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
HOSTS = DATA / "hosts"


def listed(name: str) -> list[str]:
    """The hosts of one collection, in its order, each once."""
    with gzip.open(SHARED / name / "list.txt.gz", "rt", encoding="utf-8") as file:
        hosts = (ascii_host(line.strip().lstrip(".*")) for line in file)
        return list(dict.fromkeys(host for host in hosts if "." in host and "/" not in host and not is_address(host)))


def popular() -> list[str]:
    """Registrable domains of the two lists of 20,000 names that are asked for most, best rank first."""
    ranked: dict[str, int] = {}
    for name in ("lists_misp/cisco_top20k", "lists_misp/cloudflare-top20k"):
        for rank, host in enumerate(listed(name)):
            domain = owned(host)
            if domain != suffix(host) and not domain.endswith(".arpa") and "." in domain:
                ranked[domain] = min(rank, ranked.get(domain, rank))
    return sorted(ranked, key=lambda domain: (ranked[domain], domain))


def write(name: str, hosts: Iterable[str]) -> None:
    """One host a line; compressed without a time stamp, so that the same lists give the same file."""
    path = HOSTS / f"{name}.txt.gz"
    path.write_bytes(gzip.compress(("\n".join(hosts) + "\n").encode(), mtime=0))
    print(f"{path.name}: {path.stat().st_size} bytes")


def main() -> None:
    """Write every list."""
    HOSTS.mkdir(exist_ok=True)
    known = popular()
    write("popular", known)
    common = set(known)
    write("shorteners", sorted(listed("lists_misp/url-shortener")))
    write("link-in-bio", sorted(listed("lists_misp/link-in-bio")))
    write("ipfs-gateways", sorted(listed("lists_misp/public-ipfs-gateways")))
    write("dynamic-dns", sorted(h for h in listed("lists_misp/dynamic-dns") if registrable(h) not in common))
    with gzip.open(SHARED / "disposable_domains" / "list.txt.gz", "rt", encoding="utf-8") as file:
        own = {ascii_host(line.strip()) for line in file if line.strip()}
    write("disposable", sorted((own | set(listed("lists_misp/disposable-email"))) - common))


if __name__ == "__main__":
    main()

"""DMARC (RFC 7489) from results and a record that are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tipstaff.signals.mailparse.alignment import alignment


class Judgement(NamedTuple):
    """`result`: pass, fail or none (no record). `policy`: none, quarantine or reject, as the domain asks on failure."""

    result: str
    policy: str


def judge_from(from_domain: str, record: str, spf: tuple[str, str], dkim: Sequence[tuple[str, str]]) -> Judgement:
    """What the domain of From asks for.

    Args:
        from_domain: of the From address.
        record: the TXT record of `_dmarc.<domain>`, or of its registered domain; "" for none.
        spf: (result, domain of the return path).
        dkim: (result, signing domain) of each signature.
    """
    tags = {
        name.strip().lower(): value.strip().lower() for name, _, value in (p.partition("=") for p in record.split(";"))
    }
    if tags.get("v") != "dmarc1" or tags.get("p", "") not in ("none", "quarantine", "reject"):
        return Judgement("none", "none")
    by_spf = spf[0] == "pass" and _close(alignment(spf[1], from_domain), tags.get("aspf", "r"))
    by_dkim = any(told == "pass" and _close(alignment(who, from_domain), tags.get("adkim", "r")) for told, who in dkim)
    return Judgement("pass" if by_spf or by_dkim else "fail", tags["p"])


def _close(found: str, mode: str) -> bool:
    return found == "strict" or (found == "relaxed" and mode != "s")

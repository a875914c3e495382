"""Is a mail from whom it says? The results of SPF, DKIM and DMARC as the platform gave them, and what they prove.

A result proves the From address only when it passed for a domain that is aligned with it (RFC 7489, section 3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipstaff.cel.types import STRING
from tipstaff.signals.detectors.mail.letter import letter_of
from tipstaff.signals.mailparse.alignment import Alignment, alignment, closest
from tipstaff.signals.mailparse.results import read_results
from tipstaff.signals.signal import Finding, Signal, SignalFunction, View


def from_domain(view: View) -> str:
    """The domain of the From address."""
    return view.once(letter_of).sender.domain


def result(view: View, method: str) -> str:
    """What the platform says of a method, "" when it says nothing."""
    return view.once(letter_of).results.get(method, "")


def proven(view: View) -> Alignment:
    """How closely the best passed identifier is aligned with From; "" when nothing was checked."""
    letter = view.once(letter_of)
    told = letter.results
    if not told.keys() & {"spf", "dkim", "dmarc"}:
        return ""
    found: list[Alignment] = ["none"]
    if told.get("spf") == "pass":
        found.append(alignment(letter.enveloped, letter.sender.domain))
    if told.get("dkim") == "pass":
        found.append(alignment(told.get("dkim_domain", ""), letter.sender.domain))
    if told.get("dmarc") == "pass":
        found.append("relaxed")
    return closest(*found)


def enveloped(view: View) -> Alignment:
    """How the return path is aligned with From; "" when there is none."""
    letter = view.once(letter_of)
    return alignment(letter.enveloped, letter.sender.domain)


def claimed(view: View, method: str, server: str) -> str:
    """What the Authentication-Results of one server say of a method: the first result, "" for none."""
    for header in view.once(letter_of).headers.every("authentication-results"):
        read = read_results(header)
        if read.server == server.lower():
            for one in read.results:
                if one.method == method.lower():
                    return one.result
    return ""


def _explain(view: View) -> Sequence[Finding]:
    letter = view.once(letter_of)
    told = [f"{name}: {value}" for name, value in letter.results.items()]
    return [
        Finding(line) for line in (f"From: {letter.sender.domain}", f"return path: {letter.enveloped or '-'}", *told)
    ]


def _signal(name: str, about: str, compute: Callable[[View], object]) -> Signal:
    return Signal(
        name=f"mail.{name}",
        type=STRING,
        cost=4,
        version="1",
        languages=(),
        about=about,
        compute=compute,
        explain=_explain,
    )


SIGNALS = (
    _signal("from_domain", "Domain of the From address.", from_domain),
    _signal("spf", "SPF result as the platform gave it (RFC 7208): pass, fail, softfail, ...; empty when not checked.",
            lambda view: result(view, "spf")),
    _signal("dkim", "DKIM result as the platform gave it (RFC 6376): pass, fail, ...; empty when not checked.",
            lambda view: result(view, "dkim")),
    _signal("dmarc", "DMARC result as the platform gave it (RFC 7489): pass, fail, ...; empty when not checked.",
            lambda view: result(view, "dmarc")),
    _signal("alignment", "How what passed is aligned with From: strict, relaxed, none; empty when nothing was checked.",
            proven),
    _signal("envelope_alignment", "How the return path is aligned with From: strict, relaxed, none; empty without one.",
            enveloped),
    SignalFunction(
        name="mail.claimed",
        params=(STRING, STRING),
        result=STRING,
        cost=15,
        version="1",
        languages=(),
        about="Result of a method (spf, dkim, dmarc) that a server's Authentication-Results header claims (RFC 8601); "
        "trust only your own servers' names.",
        compute=claimed,
    ),
)  # fmt: skip

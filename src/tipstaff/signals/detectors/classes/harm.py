"""Does the text support terrorism? Is it an alert about health, safety or an emergency?"""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.signals.detectors.classes.reading import graded, names_signal, scan_of, score_signal
from tipstaff.signals.signal import Finding, Signal, View

KINDS = ("disaster", "emergency", "health", "terrorism")
terrorism, alert = graded("terrorism"), graded("alert")


def alert_kinds(view: View) -> list[str]:
    """What an alert is about, sorted."""
    scan = scan_of(view)
    return [kind for kind in KINDS if f"alert.{kind}" in scan.names] if "alert" in scan.stems else []


def _explain(view: View) -> Sequence[Finding]:
    words = view.text.words
    wanted = {f"alert.{kind}" for kind in KINDS}
    return [
        Finding(
            f"{name.partition('.')[2]}: {hit.phrase}", *view.text.place(words[hit.first].start, words[hit.last].end)
        )
        for hit in scan_of(view).hits_of("alert")
        for name in sorted(hit.sets & wanted)
    ]


SIGNALS: tuple[Signal, ...] = (
    score_signal(
        "text.terrorism",
        "0 to 1: supports, praises or recruits for terrorism, or says how to build a bomb.",
        terrorism,
        "terrorism",
    ),
    score_signal("text.alert", "0 to 1: an alert about health, safety, a disaster or an emergency.", alert, "alert"),
    names_signal(
        "text.alert_kinds",
        "What an alert is about: disaster, emergency, health, terrorism.",
        alert_kinds,
        _explain,
    ),
)

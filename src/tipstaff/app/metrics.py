"""What a service counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Metrics:
    """What happened since the start: decisions by (event type, verdict, policy of the first reason or ""), events
    erased because policies no longer keep them, sweeps for such events that failed, notices delivered, tries to deliver
    that failed, and faults of ours in what is done beside deciding, by task (`clocks`, `delivery`, `hearing`,
    `retention`, `windows`)."""

    decisions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    erased: int = 0
    sweeps_failed: int = 0
    delivered: int = 0
    deliveries_failed: int = 0
    faults: Counter[str] = field(default_factory=Counter)

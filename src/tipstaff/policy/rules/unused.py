"""Controls that no clause uses are checked too, with their params left open."""

from __future__ import annotations

from tipstaff.policy.document.notes import Notes
from tipstaff.policy.pack.nouns import Clause, Control, Policy, Use
from tipstaff.policy.rules.events import Events
from tipstaff.policy.rules.ground import Ground
from tipstaff.policy.rules.instantiate import instantiate
from tipstaff.policy.rules.workshop import Workshop


def check_alone(control: Control, events: Events, workshop: Workshop, notes: Notes) -> None:
    """Note what is wrong with a control whatever its params are."""
    policy = Policy("", {}, {}, (), "", (), 0, "", {}, {})
    clause = Clause("", "", "term", "record", 0, "", "", "", {}, (), "", (), (), (), control.place, control.source)
    use = Use(control.name, {}, None, (), None, "off", None, control.place, control.source)
    instantiate(Ground(policy, {}, events, workshop, notes), clause, (0, use), control, alone=True)

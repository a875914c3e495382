"""Expectations on what was kept and answered: masked and erased values, audit entries, answers of commands."""

from __future__ import annotations

from typing import Any

from tipstaff.scenarios.play.checks.likeness import alike, plain
from tipstaff.scenarios.play.results import Mismatch
from tipstaff.scenarios.play.scene import Outcome, Scene


def masked(expected: list[str], scene: Scene) -> Mismatch | None:
    """None of these strings occurs in anything that is shown or kept of a decision."""
    needles = [(text, text.encode()) for text in expected]
    found = sorted({text for body in scene.stored() for text, needle in needles if needle in body})
    return (
        Mismatch("masked", "nowhere in records: " + ", ".join(expected), f"found: {', '.join(found)}")
        if found
        else None
    )


def readable(expected: list[str], scene: Scene) -> Mismatch | None:
    """Each of these strings occurs in a stored event."""
    events = list(scene.events())
    lost = [text for text in expected if not any(text.encode() in event for event in events)]
    return (
        Mismatch("readable", "in stored events: " + ", ".join(expected), f"lost: {', '.join(lost)}") if lost else None
    )


def unreadable(expected: list[str], scene: Scene) -> Mismatch | None:
    """None of these strings occurs in a stored event, or in anything else that is kept."""
    bodies = [*scene.events(), *scene.stored()]
    found = [text for text in expected if any(text.encode() in body for body in bodies)]
    return Mismatch("unreadable", "nowhere: " + ", ".join(expected), f"found: {', '.join(found)}") if found else None


def recorded(row: dict[str, Any], scene: Scene) -> Mismatch | None:
    """An audit entry with these fields exists; a command's entry may be named by `kind: noun.verb` too."""
    entries = list(scene.audit())
    if any(alike(row, entry) or alike(row, {**entry, "kind": entry.get("command")}) for entry in entries):
        return None
    kinds = sorted({str(entry.get("command") or entry.get("kind")) for entry in entries})
    return Mismatch("recorded", row, f"{len(entries)} entries, none like it (kinds: {', '.join(kinds)})")


def result(expected: dict[str, Any], outcome: Outcome) -> Mismatch | None:
    """The fields of the last command's answer."""
    came = plain(outcome.answer) if outcome.answer is not None else None
    return None if alike(expected, came) else Mismatch("result", expected, came)


def proof(row: dict[str, Any], outcome: Outcome) -> Mismatch | None:
    """The proof that the last command answered with: `is` whether there is one, other fields as they stand in it."""
    answer = outcome.answer or {}
    came = answer.get("proof", answer)
    came = came[0] if isinstance(came, list) and came else came
    wanted = {key: value for key, value in row.items() if key not in ("is", "account", "recipient")}
    held = bool(came) and answer.get("proven", True) is not False
    ok = held is row.get("is", True) and (not held or alike(wanted, came))
    return None if ok else Mismatch("proof", row, plain(answer) or None)

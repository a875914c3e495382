"""Every threshold that these policies rest on says where it comes from and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tipstaff.app.bundles import SHIPPED

POLICIES = ("valiantys", "dexero", "milesoft")
FIGURES = ("int", "double", "duration", "list(int)", "list(double)", "map(int)", "map(double)")
# Written before params could say it; their files belong to other policies, which will say it there.
ELSEWHERE = {"content.spam", "load.disproportionate"}


def controls() -> dict[str, dict[str, Any]]:
    """The shared controls by name."""
    found: dict[str, dict[str, Any]] = {}
    for path in (SHIPPED / "controls").glob("*.yaml"):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        found |= {one["control"]: one for one in (read if isinstance(read, list) else [read])}
    return found


def used(policy: str) -> set[str]:
    clauses = yaml.safe_load((SHIPPED / policy / "clauses.yaml").read_text(encoding="utf-8"))
    return {use["use"] for clause in clauses for use in clause.get("controls", [])}


def figures(control: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, param in control.get("params", {}).items():
        if param["type"] in FIGURES and "default" in param:
            yield f"{control['control']}.{name}", param


@pytest.mark.parametrize("policy", POLICIES)
def test_every_figure_names_its_source(policy: str) -> None:
    known = controls()
    silent = [
        name
        for control in used(policy) - ELSEWHERE
        for name, param in figures(known[control])
        if not (param.get("source") and param.get("confidence"))
    ]
    assert silent == []


def test_a_figure_without_a_source_would_show() -> None:
    named = dict(figures({"control": "x", "params": {"a": {"type": "int", "default": 3}, "b": {"type": "string"}}}))

    assert set(named) == {"x.a"}
    assert "source" not in named["x.a"]

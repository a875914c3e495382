"""Every threshold that these policies rest on says where it comes from and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from tipstaff.app.bundles import SHIPPED

FIGURES = ("int", "double", "duration", "list(int)", "list(double)", "map(int)", "map(double)")


@cache
def controls() -> dict[str, dict[str, Any]]:
    """The shared controls by name."""
    found: dict[str, dict[str, Any]] = {}
    for path in (SHIPPED / "controls").glob("*.yaml"):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        found |= {one["control"]: one for one in (read if isinstance(read, list) else [read])}
    return found


def figures(control: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, param in control.get("params", {}).items():
        if param["type"] in FIGURES and "default" in param:
            yield f"{control['control']}.{name}", param


@pytest.mark.parametrize("control", sorted(controls()))
def test_every_figure_names_its_source(control: str) -> None:
    silent = [
        name for name, param in figures(controls()[control]) if not (param.get("source") and param.get("confidence"))
    ]
    assert silent == []


def test_a_figure_without_a_source_would_show() -> None:
    named = dict(figures({"control": "x", "params": {"a": {"type": "int", "default": 3}, "b": {"type": "string"}}}))

    assert set(named) == {"x.a"}
    assert "source" not in named["x.a"]

"""A param that nothing reads promises a choice that is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import tipstaff

CONTROLS = Path(tipstaff.__file__).parent / "packs" / "controls"


def without(control: dict[str, Any], param: str) -> str:
    """All of a control but the declaration of a param; other params may be put together from it."""
    others = {name: said for name, said in control["params"].items() if name != param}
    return repr(control | {"params": others})


def unread(text: str) -> list[str]:
    """control/param of every param that its control does not read; names stay text, also `off`."""
    loaded = yaml.load(text, Loader=yaml.BaseLoader)
    return [
        f"{control['control']}/{name}"
        for control in (loaded if isinstance(loaded, list) else [loaded])
        for name in control.get("params", {})
        if name != control.get("each") and f"params.{name}" not in without(control, name)
    ]


@pytest.mark.parametrize("file", sorted(CONTROLS.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_param_is_read(file: Path) -> None:
    assert unread(file.read_text(encoding="utf-8")) == []


def test_one_that_is_not_would_show() -> None:
    assert unread("{control: a.b, params: {x: {}, y: {}}, rules: [{when: event.n > params.y}]}") == ["a.b/x"]

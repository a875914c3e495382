"""Kernels are used when they fit their source, and never needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tipstaff.native import kernels
from tipstaff.native.kernels import FOLDER, SWITCH, digest, found, kernel


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing known yet of any kernel, and no switch set."""
    monkeypatch.delenv(SWITCH, raising=False)
    monkeypatch.setattr(kernels, "found", found.__wrapped__)
    return monkeypatch


def standing(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """As if `_features` had been built from a source with that digest."""
    monkeypatch.setattr(kernels.importlib, "import_module", lambda _: SimpleNamespace(SOURCE=source))


def test_a_kernel_built_from_the_source_beside_it_is_used(fresh: pytest.MonkeyPatch) -> None:
    standing(fresh, digest(FOLDER / "_features.c"))
    assert kernel("features") is not None
    assert kernels.found("features").state == "in use"


def test_a_kernel_built_from_another_source_is_not_used(fresh: pytest.MonkeyPatch) -> None:
    standing(fresh, "0" * 32)
    assert kernel("features") is None
    assert kernels.found("features").state == "of another source"


def test_what_has_no_source_or_was_not_built_is_not_used(fresh: pytest.MonkeyPatch) -> None:
    assert kernels.found("of_nobody").state == "not built"
    standing(fresh, "")
    assert kernel("of_nobody") is None


@pytest.mark.parametrize("word", ["off", "OFF", "0", "false"])
def test_kernels_can_be_switched_off(fresh: pytest.MonkeyPatch, word: str) -> None:
    standing(fresh, digest(FOLDER / "_features.c"))
    fresh.setenv(SWITCH, word)
    assert kernel("features") is None
    assert kernels.found("features").state == "off"


def test_the_digest_changes_with_the_source_and_with_what_it_includes(tmp_path: Path) -> None:
    source, header, deeper = tmp_path / "_one.c", tmp_path / "shared.h", tmp_path / "deeper.h"
    assert digest(source) == ""
    digests = set()
    for written, included, last in (("a", "b", "e"), ("c", "b", "e"), ("c", "d", "e"), ("c", "d", "f")):
        source.write_text(f'#include "shared.h"\n{written}')
        header.write_text(f'#include <x.h>\n#include "deeper.h"\n{included}')
        deeper.write_text(f'#include "shared.h"\n{last}')
        (tmp_path / "strange.h").write_text("")
        digests.add(digest(source))
    assert len(digests) == 4
    known = digest(source)
    (tmp_path / "strange.h").write_text("of another kernel")
    assert digest(source) == known


def test_every_kernel_built_in_this_checkout_fits_its_source() -> None:
    """What is stale here is used nowhere, but whoever measures should know: `make native` builds it anew."""
    stale = [one.name for one in kernels.kernels() if one.state == "of another source"]
    assert not stale


def test_without_kernels_the_same_is_said() -> None:
    script = (
        "from tipstaff.native.kernels import kernels\n"
        "from tipstaff.signals.model.bank import scores_of\n"
        "from tipstaff.signals.text.wording import Wording\n"
        "print([one.state for one in kernels()])\n"
        "print(scores_of(Wording('FR€€ prize! reply to http://a.example/x now, 0906'), 'text_spam'))\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, SWITCH: word}, capture_output=True, text=True, check=True
        ).stdout.splitlines()
        for word in ("off", "on")
    ]
    assert set(told[0][0].strip("[]").split(", ")) == {"'off'"}
    assert told[0][1] == told[1][1]

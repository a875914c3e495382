"""Twice the text takes about twice the time, with kernels and without, whatever the text is made of."""

from __future__ import annotations

import pytest
from signalkit.natively import needs
from signalkit.pace import Step, linear

from tipstaff.native.kernels import found
from tipstaff.signals.grammar.book import book
from tipstaff.signals.model.bank import OFTEN, shipped
from tipstaff.signals.text.folding import fold
from tipstaff.signals.text.ordinary import ordinary
from tipstaff.signals.text.sketch import fixed_plainly
from tipstaff.signals.text.wording import Wording
from tipstaff.signals.text.words import joined_plainly
from tipstaff.signals.urls.finding import _endings

SIZE = 40_000
HOSTILE = (
    "a", "4", ".", "<", "'", "a'", "a.", ". a", "a1", "a!", "f r e e ", "fr*", "freeee ", "aaab", "a@", "[dot]",
    " point ", "http://", "hxxp", "qu'", "-a", "www.", "a@b.", "é•", "e\u0301", "a\u200b", "\u0430b", "v1agra ",
    "they are ", "you are vermin ", "4 ",
)  # fmt: skip


@needs("wording")
@pytest.mark.parametrize("piece", HOSTILE)
def test_kernels_take_linear_time(piece: str) -> None:
    wording, links, phrases = (found(name).module for name in ("wording", "links", "phrases"))
    endings = _endings()
    steps: dict[str, Step] = {
        "ordinary": ordinary,
        "joined": wording.joined,
        "gist": wording.gist,
        "fixed": wording.fixed,
        "may_link": wording.may_link,
        "may_hold_card": found("digits").module.may_hold_card,
        "may_hold": lambda text: links.may_hold(text, endings),
        "beginnings": links.beginnings,
        "scan": book()._quick.scan if phrases else str,
        "shaped": found("features").module.shaped,
        "scores": lambda text: shipped()[OFTEN].judge(text, text),
    }
    assert not [name for name, step in steps.items() if not linear(step, piece, SIZE)]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_definitions_take_linear_time(piece: str) -> None:
    steps: dict[str, Step] = {
        "fold": fold,
        "joined": joined_plainly,
        "fixed": fixed_plainly,
        "phrases": lambda text: book().plainly(Wording(text)),
        "scores": lambda text: shipped()[OFTEN].judge_plainly(text, text),
    }
    assert not [name for name, step in steps.items() if not linear(step, piece, SIZE // 8)]

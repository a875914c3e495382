"""A text that speaks to a protected party, and to nobody else."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms

from tipstaff.signals import NoSurroundings, ProtectedName


class Installation(NoSurroundings):
    """Two names that are protected; the first is the sender's own."""

    def protected_names(self) -> tuple[ProtectedName, ...]:
        return (ProtectedName("Ownco", "acme"), ProtectedName("Lumetra", "lumetra"))


def at_party(text: str) -> object:
    return reader(sms(text), Installation()).get("text.at_party")


@pytest.mark.parametrize(
    "text",
    [
        "Lumetra, you are pathetic",
        "you lot are useless. LUMETRA: go away",
        "Fuck you Lumetra, I mean it",
        "you useless bunch, lumetra!",
        "Allez vous faire foutre Lumetra",
        "Salut @Lumetra, bande de nuls",
    ],
)
def test_a_name_that_is_called(text: str) -> None:
    assert at_party(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "you are pathetic",
        "Lumetra is pathetic",
        "Lumetras, you are pathetic",
        "Lumetra, and you Julie are pathetic",
        "Lumetra, she is pathetic",
        "Lumetra, il est nul",
        "Lumetra, your boss Paul Martin is pathetic",
        "Ownco, you are pathetic",
        "Julie from Lumetra, you are pathetic",
    ],
)
def test_where_a_person_may_be_meant_or_nobody_is_called_it_says_no(text: str) -> None:
    assert at_party(text) is False

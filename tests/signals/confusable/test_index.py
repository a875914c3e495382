"""Names that look alike have one skeleton; slips and additions are found; other names are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.confusable.index import Index
from tipstaff.signals.confusable.skeleton import skeleton

NAMES = ["PayPal", "Crédit Agricole", "Dexero", "Microsoft", "ING"]
INDEX: Index[str] = Index((name, name) for name in NAMES)
_WORD = st.text(alphabet="abcdefghjkmnopqrstuvwxyz", min_size=6, max_size=14)


def how(*words: str) -> list[tuple[str, str]]:
    return list(dict.fromkeys((found.entry, found.how) for found in INDEX.like(words)))


@pytest.mark.parametrize(
    "name",
    [
        "paypal",
        "PAYPAL",
        "pay-pal",
        "раураl",
        "paypa1",
        "páypàl",
        "ｐａｙｐａｌ",
        "𝐩𝐚𝐲𝐩𝐚𝐥",
        "p a y p a l",
        "pаypаI",
        "рауpаӏ",
    ],
)
def test_names_that_look_alike_have_one_skeleton(name: str) -> None:
    assert skeleton(name) == skeleton("PayPal")


@pytest.mark.parametrize("other", ["paypass", "paper", "papal", "google", "раупал"])
def test_other_names_have_another(other: str) -> None:
    assert skeleton(other) != skeleton("PayPal")


@calmly
@given(st.text(max_size=80))
def test_a_skeleton_is_its_own_skeleton_but_for_new_pairs(name: str) -> None:
    bare = skeleton(name)
    assert len(skeleton(bare)) <= len(bare)
    assert skeleton(name.upper().lower()) is not None


@calmly
@given(_WORD, st.data())
def test_every_slip_is_found(name: str, data: st.DataObject) -> None:
    index: Index[str] = Index([(name, name)])
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghjkmnopqrstuvwxyz"))
    slips = [name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :]]
    if at:
        slips.append(name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :])
    assert all(any(found.entry == name for found in index.like([slip])) for slip in slips)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["paypal"], ("PayPal", "same")),
        (["paypall"], ("PayPal", "slip")),
        (["apypal"], ("PayPal", "slip")),
        (["paypal", "login"], ("PayPal", "added")),
        (["paypalsecurelogin"], ("PayPal", "added")),
        (["my", "paypa1l"], ("PayPal", "added")),
        (["mymicrosoftshoes"], ("Microsoft", "added")),
        (["creditagricole", "fr"], ("Crédit Agricole", "added")),
        (["lng"], ("ING", "same")),
    ],
)
def test_ways_of_being_alike(words: list[str], found: tuple[str, str]) -> None:
    assert found in how(*words)


def test_a_figure_for_a_letter_is_seen_where_two_letters_look_like_one() -> None:
    index = Index([("Milesoft", "Milesoft")])
    assert ("Milesoft", "same") in list(index.like(["Mi1esoft"]))
    assert ("Milesoft", "added") in list(index.like(["Mi1esoft", "Support"]))
    assert list(index.like(["Milo", "Soft", "Furnishings"])) == []


@pytest.mark.parametrize(
    "words",
    [["ling"], ["king"], ["paying"], ["paypalooza"], ["xpaypalx"], ["login"], ["credit"], [""], ["-"]],
)
def test_names_that_stand_alone(words: list[str]) -> None:
    assert how(*words) == []

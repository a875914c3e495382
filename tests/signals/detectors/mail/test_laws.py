"""Which law a recipient's country brings, and what a mail lacks of what it asks."""

from __future__ import annotations

import pytest
from signalkit.events import event, reader

FOOTER = "Acme SA, 12 rue de la Paix, 75002 Paris, France."
PRIVACY = "Privacy policy: https://acme.example/privacy"
LEAVE = "Unsubscribe: https://acme.example/leave"


def lacks(country: str, *footer: str) -> object:
    mail = event(
        "email.send",
        from_={"address": "news@acme.example"},
        to=["ada@example.org"],
        subject="Our catalogue",
        text=" ".join(["The winter catalogue is out.", *footer]),
        purpose="marketing",
    )
    return reader(mail).call("mail.law_lacks", (country,))


@pytest.mark.parametrize(("country", "law"), [("US", "CAN-SPAM"), ("CA", "CASL"), ("FR", "GDPR and ePrivacy")])
def test_a_country_has_a_law(country: str, law: str) -> None:
    assert reader(event("email.delivered", to="a@b.example")).call("mail.law", (country,)) == law


def test_each_law_asks_for_something_else() -> None:
    assert lacks("US", LEAVE) == ["postal-address"]
    assert lacks("FR", LEAVE) == ["privacy-link"]
    assert lacks("FR", LEAVE, PRIVACY) == []
    assert lacks("US", LEAVE, FOOTER) == []


def test_of_an_unknown_country_everything_is_asked() -> None:
    assert lacks("", "bare") == ["unsubscribe", "postal-address", "privacy-link"]
    assert lacks("ZZ", LEAVE, FOOTER, PRIVACY) == []


def test_agreement_before_is_a_matter_of_the_law() -> None:
    mail = reader(event("email.delivered", to="a@b.example"))
    assert not mail.call("mail.law_asks", ("US", "opt-in"))
    assert mail.call("mail.law_asks", ("FR", "opt-in"))

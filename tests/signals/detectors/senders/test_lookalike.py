"""Senders that can be taken for a protected name of somebody else, and those that cannot."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import reader, sms
from signalkit.shared import rows, shared

from tipstaff.signals import ProtectedName

NAMES = (
    ProtectedName("PayPal"), ProtectedName("BNP Paribas"), ProtectedName("Orange"), ProtectedName("LCL"),
    ProtectedName("ACME", owner="acme"), ProtectedName("Netflix", owner="other"),
)  # fmt: skip


class Declared:
    def __init__(self, names: Sequence[ProtectedName]) -> None:
        self._names = names

    def protected_names(self) -> Sequence[ProtectedName]:
        return self._names


DECLARED = Declared(NAMES)


def lookalike(sender: str, declared: Declared = DECLARED) -> object:
    return reader(sms(), declared).call("sender.lookalike", (sender,))


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("PAYPAL", "PayPal"), ("Paypa1", "PayPal"), ("PayPal-Info", "PayPal"), ("securepaypal", "PayPal"),
        ("PAYPAL24", "PayPal"), ("Раураl", "PayPal"), ("Payqal", "PayPal"), ("Papyal", "PayPal"), ("Pay.Pal", "PayPal"),
        ("BNPParlbas", "BNP Paribas"), ("BNP-Paribas", "BNP Paribas"), ("0range", "Orange"), ("OrangeSMS", "Orange"),
        ("Netfllx", "Netflix"), ("1c1", "LCL"),
    ],
)  # fmt: skip
def test_taken_for(sender: str, name: str) -> None:
    assert lookalike(sender) == name


@pytest.mark.parametrize(
    "sender", ["ACME", "AcmeInfo", "Orangerie", "Range", "Paris", "BNP", "Sephora", "+33612345678", "36180", "", "LCD"]
)
def test_taken_for_nobody(sender: str) -> None:
    assert lookalike(sender) == ""


KNOWN = Declared([ProtectedName(name) for name in ("Telegram", "Flickr", "Archive", "Office", "Google", "Microsoft")])


@pytest.mark.parametrize("sender", ["metal-archives", "annas-archive", "Telegra", "salesforce"])
def test_what_a_popular_domain_is_called_is_a_name_of_its_own(sender: str) -> None:
    assert lookalike(sender, KNOWN) == ""


@pytest.mark.parametrize(
    "sender", ["Office365", "GoogleMail", "microsoft365", "metals-archive", "Telegran", "Micros0ft"]
)
def test_but_not_with_usual_additions_only(sender: str) -> None:
    assert lookalike(sender, KNOWN) != ""


@pytest.mark.parametrize("sender", ["campaign-archive", "Archive-It", "Office Work", "Letelegramme", "Telegrammer"])
def test_a_name_that_is_a_word_makes_phrases_with_other_words(sender: str) -> None:
    assert lookalike(sender, KNOWN) == ""


@pytest.mark.parametrize(
    "sender",
    ["Archive-Mail", "Office-Password", "Google-Campaign", "Telegram Me", "Telegrams", "Archive-Xq", "LeTelegram24"],
)
def test_but_none_with_words_that_imitators_use(sender: str) -> None:
    assert lookalike(sender, KNOWN) != ""


def test_nothing_declared_nothing_found() -> None:
    assert lookalike("PayPal", Declared(())) == ""


def label(domain: str) -> str:
    """The first label of a domain, as people see it."""
    first = domain.partition(".")[0]
    return first[4:].encode().decode("punycode") if first.startswith("xn--") else first


# Names of the honest half that are the brand's own, as a person reads the list: an account that does not own the brand
# must not use them.
OWN = frozenset(
    """
    ads-twitter aliexpress-media alibaba-inc aliyuncsslb amazon-dss ax-dc-msedge bloomberglaw c-msedge cloudflareaccess
    cloudflareportal cloudflarestorage datadoghq-browser-agent discordapp epicgamescdn ev2-msedge facebook-hardware
    googlemail gshifen images-amazon inmobi-choice kasperskylabs mcr-msedge meraki-sdavc-saas microsoft365
    microsoftazuread-sso office365 onmicrosoft oraclecloud salesforce-scrt salesforceliveagent samsungmobile
    sharepointonline springeropen teams-msedge tiktok-row yandex-team
    """.split()  # noqa: SIM905  # a list of forty names reads better without quotes
)


def test_generated_lookalikes_of_names() -> None:
    """Names of 200 popular sites against variants of them, and against other popular sites."""
    path = shared("lookalike_dnstwist/data.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    brands = {brand.split(".")[0] for brand in (path.parent / "brands.txt").read_text().split()}
    declared = Declared(tuple(ProtectedName(brand) for brand in sorted(brands)))
    honest = {label(row["domain"]) for row in told if row["label"] == "0"} - brands - OWN
    flagged = [name for name in honest if lookalike(name, declared)]
    assert len(flagged) / len(honest) <= 0.006, flagged
    asked = [
        label(row["domain"]) for row in told if row["label"] == "1" and row["kind"] not in ("various", "subdomain")
    ]
    found = [lookalike(sender, declared) != "" for sender in asked]
    assert sum(found) / len(found) >= 0.98


def test_senders_of_real_messages_are_taken_for_nobody() -> None:
    path = shared("lookalike_dnstwist/brands.txt")
    declared = Declared(tuple(ProtectedName(brand.split(".")[0]) for brand in path.read_text().split()))
    senders = {row["sender"].strip() for row in rows("sms_exais/data.csv.gz")}
    named = {sender for sender in senders if any(map(str.isalpha, sender))} - {"Google", "WhatsApp"}
    assert len(named) > 200
    assert [sender for sender in named if lookalike(sender, declared)] == []


@given(st.text(max_size=80))
def test_anything_can_be_asked(sender: str) -> None:
    assert isinstance(lookalike(sender), str)


def test_the_index_is_made_anew_when_the_names_change() -> None:
    assert lookalike("PayPal", Declared((ProtectedName("PayPal"),))) == "PayPal"
    assert lookalike("PayPal", Declared((ProtectedName("PayPal", owner="acme"),))) == ""
    assert lookalike("PayPal", Declared((ProtectedName("PayPal", owner=""),))) == "PayPal"

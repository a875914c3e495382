"""What is known of a mail; each finding with its honest neighbour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import CATALOGUE, NOON, event, reader, sms
from signalkit.pace import calmly

from tipstaff.cel import CelError
from tipstaff.signals import NoSurroundings, ProtectedName, Reader

SENDER = {"address": "news@shop.example.org", "name": "The Shop"}


def mail(**data: Any) -> Reader:
    given = {"from_": SENDER, "to": ["ada@example.net"], "subject": "Hello", "purpose": "marketing", **data}
    return reader(event("email.send", **given))


@pytest.mark.parametrize(
    ("told", "envelope", "alignment"),
    [
        ({"spf": "pass"}, "b@shop.example.org", "strict"),
        ({"spf": "PASS "}, "b@bounce.example.org", "relaxed"),
        ({"spf": "pass"}, "b@sender.example.com", "none"),
        ({"spf": "fail"}, "b@shop.example.org", "none"),
        ({"dkim": "pass", "dkim_domain": "example.org"}, "b@other.com", "relaxed"),
        ({"dkim": "pass", "dkim_domain": "sender.com"}, "b@other.com", "none"),
        ({"dkim": "fail", "dkim_domain": "shop.example.org", "spf": "pass"}, "b@other.com", "none"),
        ({"dmarc": "pass"}, "b@other.com", "relaxed"),
        ({}, "b@shop.example.org", ""),
    ],
)
def test_what_passed_has_to_belong_to_from(told: dict[str, str], envelope: str, alignment: str) -> None:
    assert mail(authentication=told, envelope_from=envelope).get("mail.alignment") == alignment


def test_results_as_the_platform_gave_them() -> None:
    of = mail(authentication={"spf": "Pass", "dmarc": "none"})
    assert [of.get(f"mail.{name}") for name in ("from_domain", "spf", "dkim", "dmarc")] == [
        "shop.example.org",
        "pass",
        "",
        "none",
    ]


def test_a_header_only_says_what_its_server_says() -> None:
    header = "mx.example.net; spf=pass smtp.mailfrom=a@b.fr\nevil.example; dkim=pass header.d=shop.example.org"
    of = mail(headers={"Authentication-Results": header})
    assert of.call("mail.claimed", ("spf", "MX.example.net")) == "pass"
    assert of.call("mail.claimed", ("dkim", "mx.example.net")) == ""
    assert of.get("mail.dkim") == ""


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({}, []),
        ({"from_": {"address": "not an address"}}, ["from-invalid"]),
        ({"headers": {"From": "news@shop.example.org, other@shop.example.org"}}, ["from-several"]),
        ({"headers": {"From": "The Shop <NEWS@shop.example.org>"}}, []),
        ({"headers": {"From": "boss@bank.fr"}}, ["from-differs"]),
        ({"from_": {**SENDER, "name": "boss@bank.fr"}}, ["name-is-address"]),
        ({"from_": {**SENDER, "name": "news@shop.example.org"}}, []),
        ({"envelope_from": "x@elsewhere.com"}, ["envelope-differs"]),
        ({"envelope_from": "x@bounces.example.org"}, []),
        ({"headers": {"Sender": "x@elsewhere.com"}}, ["sender-differs"]),
        ({"headers": {"Reply-To": "the.shop@gmail.com"}}, ["reply-to-free-mail"]),
        ({"headers": {"Reply-To": "help@shop-support.example"}}, []),
        ({"from_": {"address": "me@gmail.com"}, "headers": {"Reply-To": "other@gmail.com"}}, []),
        ({"subject": "Hello\r\nBcc: everyone@example.org"}, ["line-break"]),
        ({"headers": {"Date": "Wed, 18 Nov 2026 11:00:00 +0000"}}, []),
        ({"headers": {"Date": "Wed, 18 Nov 2020 11:00:00 +0000"}}, ["date-far-off"]),
        ({"headers": {"Date": "tomorrow"}}, ["date-far-off"]),
        ({"headers": {"Message-ID": "<a@b.fr>"}}, []),
        ({"headers": {"Message-ID": "nonsense"}}, ["message-id"]),
        (
            {"headers": {"Received": "by b; Wed, 18 Nov 2026 10:00:00 +0000\nby a; Wed, 18 Nov 2026 11:00:00 +0000"}},
            ["received-order"],
        ),
        ({"headers": {"Received": "by b; Wed, 18 Nov 2026 11:00:00 +0000\nby a; Wed, 18 Nov 2026 12:30:00 +0200"}}, []),
        (
            {"envelope_from": "x@shop.example.org", "headers": {"Return-Path": "<x@a.example.org>"}},
            ["return-path-differs"],
        ),
    ],
)
def test_anomalies(data: dict[str, Any], found: list[str]) -> None:
    assert mail(**data).get("mail.anomalies") == found


@pytest.mark.parametrize(
    ("subject", "headers", "false"),
    [
        ("Re: your order", {"X-A": "b"}, True),
        ("TR: facture", {"X-A": "b"}, True),
        ("Re: your order", {"In-Reply-To": "<a@b.fr>"}, False),
        ("Fwd: photos", {"X-Forwarded-Message-Id": "<a@b.fr>"}, False),
        ("Re: your order", {"X-Forwarded-Message-Id": "<a@b.fr>"}, True),
        ("Your order", {"X-A": "b"}, False),
        ("Re: your order", None, False),
    ],
)
def test_false_replies(subject: str, headers: dict[str, str] | None, false: bool) -> None:
    given = {"headers": headers} if headers is not None else {}
    assert mail(subject=subject, **given).get("mail.false_reply") is false


@dataclass
class Declared:
    names: list[ProtectedName] = field(
        default_factory=lambda: [ProtectedName("Example Bank", "bank"), ProtectedName("dexero.fr", "op")]
    )

    def protected_names(self) -> list[ProtectedName]:
        return self.names

    def listed(self, list_name: str, value: str) -> bool:
        return False


@pytest.mark.parametrize(
    ("name", "address", "account", "claims"),
    [
        ("Example Bank", "x@evil.com", "acme", "Example Bank"),
        ("Examp1e Bank Support", "x@evil.com", "acme", "Example Bank"),
        ("Dexero", "x@evil.com", "acme", "dexero.fr"),
        ("Dexero", "x@dexero.fr", "op", ""),
        ("service@bank.fr", "x@evil.com", "acme", "bank.fr"),
        ("x@evil.com", "x@evil.com", "acme", ""),
        ("Example", "x@evil.com", "acme", ""),
        ("Ada Lovelace", "ada@example.org", "acme", ""),
        ("", "ada@example.org", "acme", ""),
    ],
)
def test_what_a_display_name_claims(name: str, address: str, account: str, claims: str) -> None:
    sent = event(
        "email.send", NOON, account, from_={"address": address, "name": name}, to=["a@b.fr"], subject="s", purpose="otp"
    )
    assert reader(sent, Declared()).get("mail.name_claims") == claims


ONE_CLICK = {"List-Unsubscribe": "<https://a.example/u>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


@pytest.mark.parametrize(
    ("data", "ways"),
    [
        ({"text": "Hello"}, []),
        ({"headers": ONE_CLICK}, ["header-link", "one-click"]),
        ({"headers": {"List-Unsubscribe": "<mailto:out@a.example>"}}, ["header-mail"]),
        ({"text": "To unsubscribe visit https://a.example/u"}, ["link"]),
        ({"text": "Unsubscribe:\nhttps://a.example/u"}, ["link"]),
        ({"text": "You cannot unsubscribe."}, []),
        ({"text": "Unsubscribe? Never.\nPrivacy policy: https://a.example/privacy"}, []),
        ({"text": "Unsubscribe: https://a.example/privacy/unsubscribe"}, ["link"]),
        ({"html": "<a href='#'>Unsubscribe</a> <a href='#top'>Unsubscribe</a>"}, []),
        ({"html": "<a href='#leave#'>Unsubscribe</a>"}, ["link"]),
        ({"text": "Reply STOP to leave."}, ["answer"]),
        ({"html": "<a href=https://a.example/u>Unsubscribe</a>"}, ["link"]),
        ({"html": "<a href=https://a.example/u>Se désabonner</a>"}, ["link"]),
        ({"html": "<p>Pour vous désabonner, <a href=https://a.example/desabonnement>cliquez ici</a></p>"}, ["link"]),
        ({"html": "<a href='{{unsubscribe_url}}'>Manage your preferences</a>"}, ["link"]),
        ({"html": "<a href=https://a.example/u><img src=x alt=Unsubscribe></a>"}, ["link"]),
        ({"html": "<a href=https://a.example/u style='display:none'>Unsubscribe</a>"}, []),
        ({"html": "<a href=https://a.example/u style='font-size:0'>Unsubscribe</a>"}, []),
        ({"html": "<a href=https://a.example/u>Abmelden</a>"}, ["link"]),
        ({"html": "<a href=https://a.example/u>退订</a>"}, ["link"]),
        ({"html": "<a href=https://a.example/u>Отписаться</a>"}, ["link"]),
        ({"html": "<p>Unsubscribe</p><a href=https://a.example/shop>Shop</a>"}, []),
        ({"html": "<a href=https://a.example/news>Subscribe</a>"}, []),
        ({"html": "<a>Unsubscribe</a>"}, []),
    ],
)
def test_ways_out(data: dict[str, Any], ways: list[str]) -> None:
    of = mail(**data)
    assert of.get("mail.unsubscribe") == ways
    assert of.get("mail.one_click") is ("one-click" in ways)


def test_white_on_white_is_no_way_out() -> None:
    html = "<body bgcolor=white><p>Hi</p><a href=https://a.example/u style='color:#fff'>Unsubscribe</a>"
    assert mail(html=html).get("mail.unsubscribe") == []


ADDRESSES = {
    "FR": "Boutique SA, 12 bis rue de la Paix, 75002 Paris",
    "BE": "Boutique SA\nRue de la Loi 16\n1000 Bruxelles",
    "CH": "Laden AG, Bahnhofstrasse 12, CH-8001 Zürich",
    "DE": "Laden GmbH\nHauptstraße 5a\n10115 Berlin",
    "AT": "Laden GmbH, Mariahilfer Straße 10/3, A-1070 Wien",
    "NL": "Winkel BV, Keizersgracht 123-2, 1015 CJ Amsterdam",
    "LU": "Boutique SA, 5 rue du Fort, L-1234 Luxembourg",
    "GB": "Shop Ltd, 10 High Street, London SW1A 1AA",
    "IE": "Shop Ltd, 5 Main Street, Dublin 2, D02 X285",
    "US": "Shop Inc., 123 Main St Suite 4, Springfield, IL 62704",
    "CA": "Shop Inc., 100 King Street West, Toronto ON M5X 1A9",
    "AU": "Shop Pty Ltd, 1 George Street, Sydney NSW 2000",
    "ES": "Tienda SL, Calle Mayor 10, 28013 Madrid",
    "IT": "Negozio Srl, Via Roma 10, 00184 Roma (RM)",
    "PT": "Loja Lda, Rua Augusta 100, 1100-053 Lisboa",
    "BR": "Loja Ltda, Avenida Paulista, 1000, São Paulo, SP, 01310-100",
    "SE": "Butik AB, Storgatan 5, 114 55 Stockholm",
    "NO": "Butikk AS, Karl Johans gate 5, 0154 Oslo",
    "DK": "Butik ApS, Vestergade 5, 1456 København K",
    "FI": "Kauppa Oy, Mannerheimintie 5, 00100 Helsinki",
    "PL": "Sklep sp. z o.o., ul. Marszałkowska 10/12, 00-590 Warszawa",
    "IN": "Shop Pvt Ltd, 5 MG Road, Bengaluru 560001",
    "SG": "Shop Pte Ltd, 1 Raffles Quay #10-01, Singapore 048583",
    "JP": "〒100-0001 東京都千代田区千代田1-1 100-0001 東京",
}


@pytest.mark.parametrize("country", ADDRESSES)
def test_postal_addresses_of_many_countries(country: str) -> None:
    of = mail(html=f"<p>Hello</p><p>{ADDRESSES[country]}</p>".replace("\n", "<br>"))
    assert of.get("mail.postal_address") is True, country
    assert mail(text=f"Hello\n\n{ADDRESSES[country]}").get("mail.postal_address") is True, country


@pytest.mark.parametrize(
    "text", ["P.O. Box 123, Springfield, IL 62704", "BP 40123, 69002 Lyon Cedex 02", "Postfach 12 34, 10115 Berlin"]
)
def test_boxes_are_addresses(text: str) -> None:
    assert mail(text=f"Hello\n{text}").get("mail.postal_address") is True


@pytest.mark.parametrize(
    "text",
    [
        "Order 75002 ships on Monday",
        "Only 12345 Euros, call 01 23 45 67 89",
        "In 2026 Paris hosts the fair. Main Street sale: 50 % off!",
        "Your code is 123456",
        "Save 20% on 1000 Items in 24 hours",
        "Meeting at 10 Downing Street on 12/12",
        "",
    ],
)
def test_numbers_are_no_addresses(text: str) -> None:
    assert mail(text=text).get("mail.postal_address") is False


def test_an_address_that_cannot_be_seen_is_none() -> None:
    hidden = f"<p>Hi</p><p style='display:none'>Hello, hello, hello {ADDRESSES['FR']}</p>"
    assert mail(html=hidden).get("mail.postal_address") is False


@pytest.mark.parametrize(
    ("signal", "html", "there"),
    [
        ("privacy_link", "<a href=/p>Politique de confidentialité</a>", True),
        ("privacy_link", "<a href=/p>Privacy Policy</a>", True),
        ("privacy_link", "<a href=https://a.example/datenschutz>hier</a>", True),
        ("privacy_link", "<a href=/p hidden>Privacy Policy</a>", False),
        ("privacy_link", "<p>Privacy Policy</p>", False),
        ("privacy_link", "<a href=/p>Private sale</a>", False),
        ("address_link", "<a href=/p>Mentions légales</a>", True),
        ("address_link", "<a href=/p>Impressum</a>", True),
        ("address_link", "<a href=/p>Our shoes</a>", False),
    ],
)
def test_links_to_who_is_behind(signal: str, html: str, there: bool) -> None:
    assert mail(html=html).get(f"mail.{signal}") is there


@pytest.mark.parametrize(
    ("function", "address", "value"),
    [
        ("role", "info@example.org", True),
        ("role", "WebMaster@example.org", True),
        ("role", "sales-2+x@example.org", True),
        ("role", "service.client@example.fr", True),
        ("role", "ada.lovelace@example.org", False),
        ("role", "grace@example.org", False),
        ("role", "", False),
        ("disposable", "x@mailinator.com", True),
        ("disposable", "x@sub.mailinator.com", True),
        ("disposable", "x@gmail.com", False),
        ("free", "x@GMAIL.com", True),
        ("free", "x@example.org", False),
        ("valid", "x@example.org", True),
        ("valid", "x@example", False),
    ],
)
def test_one_address(function: str, address: str, value: bool) -> None:
    assert reader(sms()).call(f"mail.{function}", (address,)) is value


def test_a_list_of_addresses() -> None:
    listed = [
        "info@a.fr",
        "ada@a.fr",
        "ADA+x@a.fr",
        "a.b@gmail.com",
        "ab@googlemail.com",
        "x@mailinator.com",
        "bad@",
        "+33612345678",
    ]
    of = reader(sms())
    shares = {
        name: of.call(f"mail.{name}_share", (listed,))
        for name in ("role", "disposable", "free", "invalid", "duplicate")
    }
    assert shares == {
        "role": 0.142857,
        "disposable": 0.142857,
        "free": 0.285714,
        "invalid": 0.142857,
        "duplicate": 0.285714,
    }
    assert of.call("mail.role_share", ([],)) == 0.0


_PYTHON = {"string": "str", "list(string)": "list", "double": "float"}
MAIL = [name for name in CATALOGUE.signals if name.startswith(("mail.", "html.", "links."))]


def test_what_is_no_mail() -> None:
    for name in MAIL:
        if name.startswith("mail."):
            with pytest.raises(CelError, match="is no mail"):
                reader(sms()).get(name)


@calmly
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200))
def test_any_mail_gives_values(name: str, header: str, body: str) -> None:
    headers = dict.fromkeys(
        ["From", "Received", "Date", "List-Unsubscribe", "Authentication-Results", "Reply-To"], header
    )
    of = mail(from_={"address": header, "name": name}, subject=name, headers=headers, text=body, html=body)
    for signal in MAIL:
        kind = str(CATALOGUE.signals[signal].type)
        assert type(of.known(signal)).__name__ == _PYTHON.get(kind, kind), signal
        explain = CATALOGUE.signals[signal].explain
        assert explain is None or all(finding.what for finding in explain(of)), signal
    assert isinstance(of.surroundings, NoSurroundings)

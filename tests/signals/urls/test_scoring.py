"""The score of a host: popular ones are let be, what is set up to deceive stands out, and nothing takes long."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import reader, sms
from signalkit.pace import calmly

from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.features import SIZE, features_of
from tipstaff.signals.urls.hosts import read_host
from tipstaff.signals.urls.kinds import is_kind, listed, provider
from tipstaff.signals.urls.measures import measured
from tipstaff.signals.urls.scoring import HostModel, host_score, raw_score, read_model, write_model
from tipstaff.signals.urls.suffixes import suffix


def test_no_popular_host_is_flagged_by_structure_alone() -> None:
    popular = gzip.decompress((DATA / "hosts" / "popular.txt.gz").read_bytes()).decode().split()
    assert len(popular) > 20_000
    assert [host for host in popular[::7] if host_score(host) >= 0.5] == []
    assert [host for host in popular[::7] if not host.startswith("www.") and host_score(f"www.{host}") >= 0.5] == []


def test_known_sites_are_let_off_and_their_guests_and_imitators_are_not() -> None:
    for host in ("www.lavoz.com.ar", "lavoz.com.ar", "blogs.lavoz.com.ar", "www.simpleicons.org"):
        assert host_score(host) == 0.0
    assert host_score("secure-login-verify.simpleicons.org") > 0.0
    assert host_score("lavoz.com.ar.secure-login-verify.top") > 0.5


def test_no_known_site_gives_names_or_addresses_away() -> None:
    given = ("free-host", "shortener", "dynamic-dns", "disposable", "ipfs-gateway")
    known = listed("well-known") | listed("known-site")
    assert len(known) > 6_000
    assert [host for host in known if suffix(host) == host or any(is_kind(host, kind) for kind in given)] == []


@pytest.mark.parametrize(
    "host", ["secure-login-verify-account.top", "paypal-support-update.xyz", "wallet-connect-claim.pages.dev"]
)
def test_what_is_set_up_to_deceive_stands_out(host: str) -> None:
    assert host_score(host) > 0.5


@pytest.mark.parametrize("host", ["www.mairie-lyon.fr", "example.org", "boulangerie-durand.fr", "localhost", "[::1]"])
def test_ordinary_hosts_do_not(host: str) -> None:
    assert host_score(host) < 0.5


def test_a_popular_provider_does_not_cover_for_its_guests() -> None:
    assert host_score("weebly.com") == host_score("www.weebly.com") == host_score("www.jimdofree.com") == 0.0
    assert host_score("secure-login-paypal.weebly.com") > 0.0
    assert raw_score("weebly.com") > 0.0


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        *(("example.fr", 0), ("uni.lodz.pl", 1), ("d111111abcdef8.cloudfront.net", 1), ("a.b.pages.dev", 2)),
        *(("shop.weebly.com", 2), ("pallets.github.io", 3), ("marys-bakery.blogspot.com", 3)),
    ],
)
def test_guests_are_told_by_the_kind_of_their_provider(host: str, kind: int) -> None:
    assert provider(host) == kind


def test_pages_kept_for_years_are_let_be_and_quick_ones_with_a_name_are_not() -> None:
    assert host_score("marysbakery.wordpress.com") < 0.5 <= host_score("paypal-login.some-provider.web.app")
    assert host_score("rapidfuzz.github.io") < 0.5


@calmly
@given(st.text(max_size=120))
def test_any_host_has_a_score(text: str) -> None:
    host = read_host(text).host
    assert 0.0 <= host_score(host) <= 1.0
    assert all(0 <= place < SIZE for place in features_of(host))


def test_measures_step_by_step() -> None:
    """A longer, less likely name with words that ask lies on other steps; every step has its place."""
    plain, asking = (measured(f"{name}.com", name, "com") for name in ("garden", "paypal-secure-login-x9qz"))
    assert len(plain) == len(asking)
    assert sum(a != b for a, b in zip(plain, asking, strict=True)) > 20
    assert measured("", "", "")
    assert measured("x" * 300, "x" * 300, "")


def test_the_worst_link_counts() -> None:
    of = reader(sms("see https://www.google.com/ and http://secure-login-verify-account.top/x"))
    explain = of.catalogue.signals["links.score"].explain
    assert explain is not None
    assert of.get("links.score") == round(host_score("secure-login-verify-account.top"), 4)
    assert [finding.what.split(" ")[0] for finding in explain(of)] == ["http://secure-login-verify-account.top/x"]
    assert reader(sms("no link")).get("links.score") == 0.0


def test_models_survive_writing() -> None:
    model = HostModel("1", b"\x01\xff" * 4, 0.5, -1.0, 0.25)
    assert read_model(write_model(model)) == model

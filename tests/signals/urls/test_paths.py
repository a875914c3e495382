"""Paths speak against a link, never for it; what they add is bounded; honest pages for signing in are let be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.urls.finding import Link
from tipstaff.signals.urls.hosts import read_host
from tipstaff.signals.urls.paths import behind_host, path_evidence, read_path
from tipstaff.signals.urls.scoring import host_score, link_score

HONEST = "https://boulangerie-durand.fr"


def link(url: str) -> Link:
    return Link(url, read_host(url).host, -1, -1, ())


@pytest.mark.parametrize(
    "path",
    [
        "/wp-content/plugins/x/paypal/login.php",
        "/office365/verify/index.php?email=a@b.example",
        "/~web/dhl/tracking/signin.html",
        "/images/secure/webscr.php?cmd=_login-submit&dispatch=0123456789abcdef0123456789abcdef",
    ],
)
def test_kits_in_somebody_elses_site_add_up(path: str) -> None:
    added, kinds = path_evidence(link(HONEST + path))
    assert added > 3.0
    assert kinds
    assert link_score(link(HONEST + path)) > host_score("boulangerie-durand.fr")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "/",
            "/login",
            "/account/orders/12",
            "/users/sign_in",
            "/blog/paypal-vs-stripe",
            "/billing/invoices/1.pdf",
        ),
        *(
            "/2024/05/du-pain-sur-la-planche/",
            "/unsubscribe?email=a@b.example",
            "/wp-content/uploads/2020/01/tarif.pdf",
        ),
        "/reset-password?token=9f86d081884c7d659a2feaa0c55ad015",
    ],
)
def test_honest_pages_add_nothing(path: str) -> None:
    assert path_evidence(link(HONEST + path))[0] == 0.0


def test_a_reader_s_address_counts_in_base64_too() -> None:
    plain, encoded = (
        path_evidence(link(f"{HONEST}/x/#{said}")) for said in ("bob@corp.example", "Ym9iQGNvcnAuZXhhbXBsZQ==")
    )
    assert plain == encoded
    assert plain[1] == ("carried",)
    assert plain[0] > path_evidence(link(f"{HONEST}/x/#Ym9iIGF0IGNvcnAgLi4u"))[0]


def test_a_name_within_a_word_counts_and_none_within_a_sentence() -> None:
    assert path_evidence(link(HONEST + "/mywellsfargo2/"))[1] == ("name within",)
    assert path_evidence(link(HONEST + "/how-we-left-mywellsfargo2-behind/"))[1] == ()


@calmly
@given(st.text(max_size=700))
def test_any_path_is_bounded_and_never_speaks_for_a_host(text: str) -> None:
    added, kinds = path_evidence(link(f"{HONEST}/{text}"))
    assert 0.0 <= added <= 6.0
    assert list(kinds) == sorted(set(kinds))
    assert link_score(link(f"{HONEST}/{text}")) >= host_score(read_host(f"{HONEST}/{text}").host) - 1e-9
    traits = read_path(behind_host(f"{HONEST}/{text}"))[1]
    assert len(traits) == len(set(traits)) < 80

"""Paths speak against a link, never for it; what they add is bounded; honest pages for signing in are let be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.urls.finding import Link
from tipstaff.signals.urls.hosts import read_host
from tipstaff.signals.urls.paths import behind_host, path_evidence, read_path, telling_words
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


def test_a_page_laid_into_a_site_counts_though_the_host_is_plain() -> None:
    """A host that looks as honest as can be holds a kit back no more than an ordinary one."""
    kit = "/wp-content/plugins/x/paypal/login.php"
    plain, ordinary = "https://library.northfield.edu", HONEST
    assert host_score(read_host(plain).host) < 0.05
    assert link_score(link(plain + kit)) > 0.9
    assert link_score(link(plain + "/actualites/")) == host_score(read_host(plain).host)
    assert link_score(link(ordinary + kit)) > 0.9


def test_digits_that_stand_for_letters_make_no_other_name() -> None:
    assert path_evidence(link(HONEST + "/mynetf1ixab/"))[1] == ("name within",)
    assert path_evidence(link(HONEST + "/mynetf9ixab/"))[1] == ()


@pytest.mark.parametrize(
    ("path", "trait"),
    [
        *(("//a/b", "nothing between"), ("/.x/a", "hidden"), ("/a/a/", "twice"), ("/DHL/x", "as capitals")),
        *(("/OneDrive/x", "as titles"), ("/x/aZ8Evz", "last as mixed"), ("/x/log.PHP", "page log")),
        ("/x/Panier-d%27achat", "encoded"),
    ],
)
def test_how_a_path_is_written_is_a_trait(path: str, trait: str) -> None:
    assert trait in read_path(path)[1]
    assert trait not in read_path("/x/plain")[1]


def test_words_that_speak_against_a_path_are_told() -> None:
    assert telling_words(link(HONEST + "/img/webmail/lander/")) != ()
    assert telling_words(link(HONEST + "/actualites/")) == telling_words(link(HONEST)) == ()


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
    assert len(traits) == len(set(traits)) < 110

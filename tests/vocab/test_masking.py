"""Masked values can be recognised and not be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.masking import mask, mask_file_name, mask_sample, mask_within


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("party", "+33612345678", "+33…678"),
        ("party", "anna.lund@example.org", "a…@example.org"),
        ("party", "@anna", "@…"),
        ("party", "112", "112"),
        ("ip", "192.0.2.77", "192.0.2.…"),
        ("ip", "2001:db8:1:2::3", "2001:0db8:0001:…"),
        ("ip", "nonsense", "n…"),
        ("text", "", ""),
        ("sender", "ACME", "ACME"),
        ("sender", "+33612345678", "+33…678"),
        ("sender", "36111", "36111"),
    ],
)
def test_known_kinds(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@given(st.sampled_from(["party", "email", "phone", "ip", "text"]), st.text(min_size=7, max_size=60))
def test_a_long_value_never_shows_whole(kind: str, value: str) -> None:
    assert value not in mask(kind, value) or "@" in value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Appelle-moi au 06 12 34 56 78 ce soir", "Appelle-moi au 06…78 ce soir"),
        ("06.12.34.56.78, 0612345678", "06…78, 06…78"),
        ("Call (212) 555-0142 or 555-0142 now", "Call 21…42 or 55…42 now"),
        ("+33 6 12 34 56 78", "+33…678"),
        ("+33612345678.", "+33…678."),
        ("0033 6 12 34 56 78", "00…78"),
        ("Tel. 0049 (0)30 901820", "Tel. 00…20"),
        ("llámame al 612 345 678", "llámame al 61…78"),
        ("Ring 020 7946 0958 before 17:30", "Ring 02…58 before 17:30"),
        ("ada@example.org 07700 900123", "a…@example.org 07…23"),
        ("06\u00a012\u00a034\u00a056\u00a078", "06…78"),
        ("le 20/11/2026, on 2026-11-20, 20.11.2026", "le 20/11/2026, on 2026-11-20, 20.11.2026"),
        ("2026-11-20T14:00:00Z", "2026-11-20T14:00:00Z"),
        ("12 500 000 EUR or $12500000", "12 500 000 EUR or $12500000"),
        ("score 0.95583021, 1234567.89", "score 0.95583021, 1234567.89"),
        ("Your code is 482913, order 2026-11", "Your code is 482913, order 2026-11"),
        ("count over 86400000ms, sha256:1234567890ab", "count over 86400000ms, sha256:1234567890ab"),
        ("http://x.example/1234567890 and 192.168.100.200", "http://x.example/1234567890 and 19…00"),
        ("STOP au 36111, dial 112", "STOP au 36111, dial 112"),
    ],
)
def test_numbers_and_addresses_in_a_text(text: str, shown: str) -> None:
    assert mask_within(text) == shown


@given(
    st.sampled_from(["06 12 34 56 78", "0612345678", "+33612345678", "07700 900123", "(212) 555-0142", "612 345 678"]),
    st.text(" abcé,!?\n", max_size=20),
    st.text(" abcé,!?\n", max_size=20),
)
def test_a_number_never_shows_whole_between_words(number: str, before: str, after: str) -> None:
    assert number not in mask_within(f"{before} {number} {after}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tel:0612345678, tel:0612345678", "Tel:06…78, tel:06…78"),
        ("https://wa.me/33612345678?text=hi", "https://wa.me/33…78?text=hi"),
        ("06 - 12 - 34 - 56 - 78 or 06–12–34–56–78", "06…78 or 06…78"),
        ("06_12_34_56_78 https://x.example/?tel=0612345678", "06…78 https://x.example/?tel=06…78"),
        ("card 4111 1111 1111 1111, https://p.example/4111111111111111", "card 41…11, https://p.example/41…11"),
        ("FR76 3000 6000 0112 3456 7890 189 GB82WEST12345698765432", "FR…89 GB…32"),
        ("anna.müller@exämple.de", "a…@exämple.de"),
        ("GB82 WEST 1234 5698 7654 33 is no account", "GB82 WEST 12…33 is no account"),
        ("0,955830212 et 1\u202f234\u202f567,89", "0,955830212 et 1\u202f234\u202f567,89"),
        ("le 20 / 11 / 2026", "le 20 / 11 / 2026"),
        ("12:34:56, 10:20:3040506", "12:34:56, 10:20:3040506"),
    ],
)
def test_what_else_stands_in_texts(text: str, shown: str) -> None:
    assert mask_within(text) == shown


@given(st.text("abc @.+0123456789 -/:FR", max_size=60))
def test_masking_what_is_masked_changes_nothing(text: str) -> None:
    masked = mask_within(text)
    assert mask_within(masked) == masked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("optin-33612345678.pdf", "optin-336…678.pdf"),
        ("optin_0612345678_2.pdf", "optin_061…678_2.pdf"),
        ("jo.doe@example.org", "j…@example.org"),
        ("log-20261120.csv", "log-20261120.csv"),
        ("page-1.pdf", "page-1.pdf"),
        ("ab" * 32, "ab" * 32),
    ],
)
def test_a_file_s_name_shows_dates_and_digests_and_nobody_s_number(name: str, shown: str) -> None:
    assert mask_file_name(name) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("33612345678", "336…678"),
        ("+33612345678", "+33…678"),
        ("jo@example.org", "j…@example.org"),
        ("Soldes demain", "Soldes demain"),
        ("write to jo@example.org", "write to j…@example.org"),
        ("Bonjour Jean Dupont, votre colis attend rue des Lilas.", "B… (54)"),
        ("42", "42"),
    ],
)
def test_of_a_sample_nobody_is_shown(value: str, shown: str) -> None:
    assert mask_sample(value) == shown

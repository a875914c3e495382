"""Names of files: nobody's number shows, and what names the file itself stays as it was."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.masking import mask_file_name

ALGORITHMS = ("md5", "sha1", "sha256", "sha384", "sha512")
BEFORE = ("", "optin-", "proof_", "scan ", "liste.", "(", "Annexe 2 - ")
AFTER = ("", ".pdf", "_2.pdf", " (1).csv", "-v2.tar.gz", ")")
CAMERAS = (
    "IMG_%Y%m%d%H%M%S{ms}.jpg",
    "IMG_%Y%m%d%H%M%S.jpg",
    "PXL_%Y%m%d_%H%M%S{ms}.MP.jpg",
    "%Y%m%d_%H%M%S.jpg",
    "%Y%m%d_%H%M%S_001.jpg",
    "VID_%Y%m%d_%H%M%S_{ms}.mp4",
    "Screenshot_%Y%m%d-%H%M%S.png",
    "Screenshot_%Y-%m-%d-%H-%M-%S-{ms}_com.example.app.png",
    "photo_%Y-%m-%d_%H-%M-%S.jpg",
    "WhatsApp Image %Y-%m-%d at %H.%M.%S.jpeg",
    "Capture d’écran %Y-%m-%d à %H.%M.%S.png",
    "signal-%Y-%m-%d-%H-%M-%S-{ms}.jpg",
    "%Y%m%dT%H%M%SZ.log",
    "IMG-%Y%m%d-WA0007.jpg",
    "%Y%m%d.csv",
)
NUMBERS = (
    "0612345678", "33612345678", "+33612345678", "06 12 34 56 78", "06.12.34.56.78", "07700900123", "4670123456",
    "201001112233", "198505121234", "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111",
    "FR7630006000011234567890189", "DE89370400440532013000",
)  # fmt: skip
PEOPLE = ("jo.doe", "anna.lund", "20261120143015", "550e8400-e29b-41d4-a716-446655440000", "d41d8cd98f00b204e980")

digests = st.builds(
    lambda of, name, upper: (
        hashlib.new(name, of, usedforsecurity=False).hexdigest().upper()
        if upper
        else hashlib.new(name, of, usedforsecurity=False).hexdigest()
    ),
    st.binary(max_size=20),
    st.sampled_from(ALGORITHMS),
    st.booleans(),
)
moments = st.integers(0, 100 * 365 * 86_400_000).map(
    lambda ms: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(0, 0, 0, ms)
)
written = st.builds(
    lambda form, at: at.strftime(form).replace("{ms}", f"{at.microsecond // 1000:03}"),
    st.sampled_from(CAMERAS),
    moments,
)
names = st.one_of(digests, st.uuids().map(str))
kept = st.one_of(names, written)


@given(digests, st.sampled_from(("", "sha256:", "SHA-512:", "sha-1:", "md5:", "optin_")), st.sampled_from(AFTER))
def test_a_digest_stays_a_digest(digest: str, before: str, after: str) -> None:
    assert mask_file_name(f"{before}{digest}{after}") == f"{before}{digest}{after}"


@given(st.uuids(), st.sampled_from(("", "urn:uuid:", "upload-", "{")), st.sampled_from(AFTER))
def test_an_identifier_stays(name: object, before: str, after: str) -> None:
    assert mask_file_name(f"{before}{name}{after}") == f"{before}{name}{after}"


@given(written)
def test_the_moment_of_a_camera_stays(name: str) -> None:
    assert mask_file_name(name) == name


@given(st.sampled_from(NUMBERS), kept, st.sampled_from(BEFORE), st.sampled_from(AFTER), st.sampled_from("-_ ."))
def test_beside_them_nobody_s_number_shows(number: str, name: str, before: str, after: str, sign: str) -> None:
    for text in (f"{before}{number}{sign}{name}{after}", f"{before}{name}{sign}{number}{after}"):
        assert number not in mask_file_name(text)


@given(st.sampled_from(NUMBERS), names, st.sampled_from("-_ ."))
def test_beside_a_number_they_stay(number: str, name: str, sign: str) -> None:
    for text in (f"{number}{sign}{name}", f"{name}{sign}{number}"):
        assert name in mask_file_name(text)


@given(st.sampled_from(NUMBERS), st.sampled_from(BEFORE), st.sampled_from(AFTER))
def test_a_number_in_a_name_does_not_show(number: str, before: str, after: str) -> None:
    assert number not in mask_file_name(f"{before}{number}{after}")


numbers = st.from_regex(r"\A0[1-9]([ .-]?)[0-9]{2}(\1[0-9]{2}){3}\Z")
days = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day:%Y%m%d}")


@given(st.sampled_from(("", "optin", "optin_", "IMG", "scan ")), days, st.sampled_from("-_ ."), numbers)
def test_after_a_day_or_a_word_no_part_of_a_number_shows(before: str, day: str, sign: str, number: str) -> None:
    for text in (f"{before}{day}{sign}{number}.pdf", f"list{sign}{number}"):
        shown = mask_file_name(text).replace(day, "")
        pieces = ["".join(filter(str.isdigit, piece)) for piece in shown.split("…")]
        plain = "".join(filter(str.isdigit, number))
        assert not [piece for piece in pieces if plain[:4] in piece or plain[-4:] in piece], shown


@given(days, st.sampled_from("-_ ."), st.text("0123456789", min_size=9, max_size=9))
def test_after_a_day_nine_digits_are_a_number(day: str, sign: str, number: str) -> None:
    assert number not in mask_file_name(f"{day}{sign}{number}.csv")


@given(st.sampled_from(PEOPLE), kept, st.sampled_from("-_ ."), st.sampled_from(AFTER))
def test_nobody_s_address_shows(person: str, name: str, sign: str, after: str) -> None:
    for text in (f"{person}@example.org{sign}{name}{after}", f"{name}{sign}{person}@example.org{after}"):
        assert f"{person}@" not in mask_file_name(text)


@given(st.sampled_from(NUMBERS), digests)
def test_what_stands_before_a_digest_may_be_somebody(number: str, digest: str) -> None:
    assert number not in mask_file_name(f"{number}:{digest}")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("0" * 64, "000…000"),
        ("33612345678" * 3, "336…678"),
        ("d41d8cd98f00b204", "d41d8cd98f00b204"),
        ("tel:20261120143015", "tel:20…15"),
        ("+20261120143015", "+20…15"),
        ("2026112014", "20…14"),
        ("personnummer 19850512-1234.pdf", "personnummer 19…34.pdf"),
        ("optin_201001112233.csv", "optin_201…233.csv"),
        ("optin-06.12.34.56.78.pdf", "optin-06…78.pdf"),
        ("optin_33-6-12-34-56-78.pdf", "optin_33…78.pdf"),
        ("call-212-555-0142.wav", "call-21…42.wav"),
        ("card_4111-1111-1111-1111.png", "card_41…11.png"),
        ("id_19850512-1234.pdf", "id_19…34.pdf"),
        ("export_20261120-20261127.csv", "export_20261120-20261127.csv"),
        ("2026-11-20_2026-11-27.csv", "2026-11-20_2026-11-27.csv"),
        ("scan_20261120_01.pdf", "scan_20261120_01.pdf"),
        ("invoice-2026-11-000123.pdf", "invoice-2026-11-000123.pdf"),
        ("note: 12 500 000 EUR were paid", "note: 12 500 000 EUR were paid"),
        ("scan_202611201430.pdf", "scan_202611201430.pdf"),
        ("20261399.csv", "20…99.csv"),
        ("20261120-061234567.csv", "20…67.csv"),
        ("20261120_06 12 34 56 78", "20261120_06…78"),
        ("20261120_06-12-34-56-78", "20261120_06…78"),
        ("optin_06 12 34 56 78.pdf", "optin_06…78.pdf"),
        ("PXL_20261120_061234567.jpg", "PXL_20261120_061234567.jpg"),
    ],
)
def test_what_is_neither_digest_nor_moment_is_masked(name: str, shown: str) -> None:
    assert mask_file_name(name) == shown


@given(st.text("abcdef0123456789-_:.@+ TF", max_size=80))
def test_masking_what_is_masked_changes_nothing(name: str) -> None:
    masked = mask_file_name(name)
    assert mask_file_name(masked) == masked


@pytest.mark.parametrize(
    "part", ["2026", "20261120_", "a1", "0123456789-", "f" * 127 + "0", "1" * 200 + " ", "@a.", "+3 "]
)
def test_a_long_name_takes_time_in_line_with_its_length(part: str) -> None:
    def taken(times: int) -> float:
        text = part * (times // len(part))
        begun = time.process_time()
        mask_file_name(text)
        return time.process_time() - begun

    short = min(taken(20_000) for _ in range(3))
    assert min(taken(80_000) for _ in range(3)) < 12 * short + 0.01

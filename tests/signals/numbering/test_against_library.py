"""Reading numbers ourselves is only for speed: every answer is the one that `phonenumbers` gives."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import phonenumbers
import pytest
from phonenumbers import PhoneMetadata, PhoneNumberType, timezone

from tipstaff.signals.numbering.number import Number, read
from tipstaff.signals.numbering.whereabouts import zones_of
from tipstaff.signals.shipped import ShippedTables
from tipstaff.vocab.tables import Table

KINDS = {
    PhoneNumberType.FIXED_LINE: "fixed", PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed-or-mobile", PhoneNumberType.TOLL_FREE: "toll-free",
    PhoneNumberType.PREMIUM_RATE: "premium", PhoneNumberType.SHARED_COST: "shared-cost", PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PERSONAL_NUMBER: "personal", PhoneNumberType.PAGER: "pager", PhoneNumberType.UAN: "company",
    PhoneNumberType.VOICEMAIL: "voicemail", PhoneNumberType.UNKNOWN: "",
}  # fmt: skip
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
FIELDS = (
    "general_desc", "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number",
    "pager", "uan", "voicemail",
)  # fmt: skip


def examples() -> list[tuple[str, str]]:
    """(calling code, national number) of every kind of every region."""
    found = []
    for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        for region in regions:
            metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
            for field in FIELDS:
                described = getattr(metadata, field)
                if described is not None and described.example_number:
                    found.append((str(code), described.example_number))
    return found


def changed(rng: random.Random, national: str) -> str:
    """The number with up to three other digits, sometimes one more or less, sometimes a trunk prefix left in."""
    digits = list(national)
    for _ in range(rng.randrange(4)):
        digits[rng.randrange(len(digits))] = rng.choice("0123456789")
    change = rng.randrange(10)
    if change == 0:
        digits.pop()
    elif change == 1:
        digits.append("1")
    elif change == 2:
        digits.insert(0, rng.choice("018"))
    return "".join(digits)


def numbers(count: int) -> list[str]:
    rng, known = random.Random(11), examples()
    plain = [f"+{code}{national}" for code, national in known]
    return plain + [f"+{code}{changed(rng, national)}" for code, national in (rng.choice(known) for _ in range(count))]


def library(number: str) -> tuple[bool, str, str] | None:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_number(parsed)
    valid, kind = phonenumbers.is_valid_number(parsed), phonenumbers.number_type(parsed)
    return valid, KINDS[kind], "" if region in (None, "001") else region


def ours(found: Number | None) -> tuple[bool, str, str] | None:
    return None if found is None else (found.valid, found.kind, found.region)


def test_every_answer_is_the_library_s() -> None:
    asked = numbers(4_000)
    expected = {number: library(number) for number in asked}
    assert sum(answer is not None and answer[0] for answer in expected.values()) > len(asked) / 3
    for number, answer in expected.items():
        mine = ours(read(number))
        assert mine == answer if answer else mine is None or not mine[0], number


def test_zones_hold_the_library_s_zones() -> None:
    tables = ShippedTables()
    none = Table("none", "", (), ())
    for number in numbers(1_500):
        answer = library(number)
        if answer and answer[0]:
            listed = timezone.time_zones_for_number(phonenumbers.parse(number))
            expected = [] if listed == ("Etc/Unknown",) else sorted(listed)
            assert zones_of(number, MOMENT, none, none) == expected, number
            assert set(zones_of(number, MOMENT, tables["area-codes"], tables["region-zones"])) >= set(expected), number


@pytest.mark.parametrize("number", ["+", "+0123456789", "+999123456789", "33612345678", "+33 1", "+" + "1" * 60])
def test_what_is_no_number(number: str) -> None:
    assert read(number) is None

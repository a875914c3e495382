"""What stands behind a rule is said with how far it can be trusted."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms

from tipstaff.cel import CelError


def behind(*asked: str) -> list[str]:
    return reader(sms()).call("figures.behind", asked)


def test_a_row_says_its_figure_its_confidence_and_its_source() -> None:
    assert behind("legal-age", "FR", "", "alcohol") == [
        "FR alcohol: age 18 since 2009-07-23 (unverified; Code de la santé publique, art. L3342-1)"
    ]


def test_every_row_in_question_is_there_the_most_specific_first() -> None:
    rows = behind("recording-consent", "US", "CA", "")
    assert [row.split(" (")[0] for row in rows] == ["US-CA: parties all", "US: parties one", "anywhere: parties all"]
    assert [word in row for word, row in zip(("unverified", "statute", "curated"), rows, strict=True)] == [True] * 3


def test_where_no_row_answers_that_is_said() -> None:
    for asked in (
        ("legal-age", "ZZ", "", "alcohol"),
        ("mail-laws", "", "", ""),
        ("mail-laws", "jane@x.example", "", ""),
    ):
        assert behind(*asked) == ["no row for this place; the strictest of the table counts"]


def test_long_rows_are_cut() -> None:
    assert all(len(row) < 400 for country in ("FR", "US", "IN", "") for row in behind("sender-ids", country, "", ""))


def test_a_table_that_is_not_there_is_an_error() -> None:
    with pytest.raises(CelError):
        behind("no-table", "FR", "", "")


@pytest.mark.parametrize(
    ("table", "places", "kind", "said"),
    [
        ("recording-consent", ["US-CA"], "", "unverified"),
        ("recording-consent", ["US"], "", "unverified"),  # nobody knows the state: any of them may count
        ("recording-consent", ["US-NY"], "", ""),
        ("contact-hours", ["FR"], "sms", ""),
        ("contact-hours", ["FR", "IN"], "sms", "unverified"),
        ("contact-hours", ["FR", ""], "sms", ""),  # one place is known
        ("legal-age", ["ZZ"], "alcohol", "unverified"),  # no row: the whole table counts
        ("legal-age", [], "alcohol", "unverified"),
    ],
)
def test_a_figure_that_was_not_read_again_is_said(table: str, places: list[str], kind: str, said: str) -> None:
    assert reader(sms()).call("figures.caveat", (table, places, kind)) == said


def test_rows_of_several_places_stand_together_each_once() -> None:
    rows = reader(sms()).call("figures.among", ("recording-consent", ["US-CA", "", "US-NY"], ""))
    assert [row.split(" (")[0] for row in rows] == ["US-CA: parties all", "US: parties one", "anywhere: parties all"]

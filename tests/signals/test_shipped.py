"""The tables that ship: readable, sourced, honest about what is not verified."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import available_timezones

import pytest

from tipstaff.signals.shipped import ShippedTables, load_table, table_of
from tipstaff.vocab.times.hours import parse_hours

TABLES = ShippedTables()


def test_every_file_is_a_table_named_like_the_file() -> None:
    assert set(TABLES) >= {
        "area-codes",
        "contact-hours",
        "contact-words",
        "country-languages",
        "emergency-numbers",
        "legal-age",
        "premium-numbers",
        "region-zones",
    }
    assert all(TABLES[name].name == name and TABLES[name].rows for name in TABLES)


def test_hours_can_be_read_and_unverified_states_say_so() -> None:
    for row in TABLES["contact-hours"].rows:
        for part in row.values["hours"]:
            parse_hours(part["days"], part["from"], part["to"], "UTC")
        if row.keys.get("country") == "US" and "region" in row.keys:
            assert row.confidence == "unverified"


def test_zones_exist() -> None:
    zones = {zone for row in TABLES["region-zones"].rows for zone in row.values["zones"]}
    assert zones <= available_timezones()


def test_no_area_code_stands_twice() -> None:
    codes = [code for row in TABLES["area-codes"].rows for code in row.values["codes"]]
    assert len(codes) == len(set(codes)) > 400


def test_every_language_of_a_country_has_stop_words() -> None:
    words = {row.keys.get("language") for row in TABLES["contact-words"].rows if row.keys["kind"] == "stop"}
    languages = {language for row in TABLES["country-languages"].rows for language in row.values["languages"]}
    assert languages <= words


def test_a_wrong_file_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text("table: t\nabout: a\nkeys: [country]\nrows:\n  - {for: {country: NO}, age: 1}\n")
    _, found = load_table(path)
    assert {diagnostic.place.line for diagnostic in found} == {5}
    assert any("in quotes" in diagnostic.message for diagnostic in found)
    with pytest.raises(ValueError, match=r"t\.yaml:5"):
        ShippedTables(tmp_path)["t"]
    with pytest.raises(KeyError):
        ShippedTables(tmp_path)["other"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("table: t\nrows: [\n", 3, "not YAML"),
        ("table: t\nrows:\n  - {from: 2026-13-01}\n", 1, "month must be in"),
        ("table: t\n\tkeys: []\n", 2, "not YAML"),
        ("[" * 5000, 2, "not YAML"),
        ("", 1, "a table is a mapping"),
    ],
)
def test_what_is_no_yaml_is_said_with_its_file(text: str, line: int, says: str) -> None:
    table, found = table_of(text, "t.yaml")
    assert table is None
    assert (found[0].place.file, found[0].place.line) == ("t.yaml", line)
    assert says in found[0].message

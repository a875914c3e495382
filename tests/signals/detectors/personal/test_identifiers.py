"""Government identifiers: each kind found with its word, and its near misses not."""

from __future__ import annotations

import importlib
import random
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import reader, sms
from signalkit.pace import calmly

from tipstaff.signals.detectors.personal.checks import OURS, check, clabe_valid, luhn_valid, rib_valid, routing_valid
from tipstaff.signals.detectors.personal.scan import numbers_in
from tipstaff.signals.shipped import DATA

TABLE = yaml.safe_load((DATA / "personal" / "identifiers.yaml").read_text(encoding="utf-8"))


def kinds(text: str) -> list[str]:
    return sorted({one.kind for one in numbers_in(text)})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SSN 536-90-4399", "us.ssn"),
        ("her social is 536 90 4399", "us.ssn"),
        ("just 536-90-4399 in a form", "us.ssn"),
        ("ITIN 912-90-3456", "us.itin"),
        ("DoD ID number 1234567890", "us.edipi"),
        ("Medicare 1EG4-TE5-MK73", "us.mbi"),
        ("NI number AB 12 34 56 C", "gb.nino"),
        ("NHS number 943 476 5870", "gb.nhs"),
        ("driving licence MORGA657054SM9IJ", "gb.driving-licence"),
        ("PPS number 1234567FA", "ie.pps"),
        ("mon NAS est 123 456 782", "ca.sin"),
        ("sécu : 2 95 10 99 126 111 93", "fr.nir"),
        ("numéro fiscal 07 01 987 765 493", "fr.spi"),
        ("rijksregisternummer 85.07.30-033.28", "be.nn"),
        ("AVS 756.9217.0769.85", "ch.ahv"),
        ("Steuer-ID 36 574 261 809", "de.steuer-id"),
        ("Sozialversicherung 1237 010180", "at.svnr"),
        ("DNI 54362315-K", "es.dni"),
        ("NIE X-2482300W", "es.nie"),
        ("codice fiscale RCCMNL83S18D969H", "it.codice-fiscale"),
        ("BSN 1112.22.333", "nl.bsn"),
        ("CPR 211062-5629", "dk.cpr"),
        ("personnummer 880320-0016", "se.personnummer"),
        ("fødselsnummer 151086 95088", "no.fodselsnummer"),
        ("HETU 131052-308T", "fi.hetu"),
        ("kennitala 450401-3150", "is.kennitala"),
        ("isikukood 36805280109", "ee.isikukood"),
        ("PESEL 44051401359", "pl.pesel"),
        ("rodné číslo 710319/2745", "cz.rodne-cislo"),
        ("CNP 1630615123457", "ro.cnp"),
        ("ЕГН 7523169263", "bg.egn"),
        ("CPF 390.533.447-05", "br.cpf"),
        ("CURP BOXW310820HNERXN09", "mx.curp"),
        ("RUT 12.531.909-2", "cl.rut"),
        ("Aadhaar 2341 2341 2346", "in.aadhaar"),
        ("PAN ACUPA7085R", "in.pan"),
        ("身份证 360426199101010071", "cn.resident-id"),
        ("South African ID 7503305044089", "za.id"),
        ("tax file number 123 456 782", "au.tfn"),
        ("IRD 49-091-850", "nz.ird"),
        ("TC kimlik 17291716060", "tr.tckn"),
        ("NRIC S1234567D", "sg.nric"),
        ("my passport number is 12AB34567", "passport"),
        ("Passeport n° 09PF12345", "passport"),
        ("driver's license no. D1234567", "driving-licence"),
        ("permis de conduire : 960299340123", "driving-licence"),
        ("voter id ABC1234566", "voter"),
        ("carte d'électeur n° 12345678", "voter"),
        ("military ID 1234567", "military"),
        ("matricule militaire 9712345678", "military"),
        ("Tax ID: 12-3456789", "tax-id"),
        ("patient ID 00451234", "health-insurance"),
    ],
)
def test_found(text: str, kind: str) -> None:
    found = kinds(text)
    assert found, text
    assert kind in found or (len(found) == 1 and kind.rpartition(".")[2] == found[0].rpartition(".")[2]), found


@pytest.mark.parametrize(
    "text",
    [
        "order 536904399 has shipped",
        "SSN 000-12-3456",
        "SSN 123-45-678",
        "call me at 536-904-3990",
        "sécu : 2 95 10 99 126 111 94",
        "numéro 1234567",
        "NI number QQ123456C",
        "passport fee is 1200 euros",
        "passport valid until 12/05/2027",
        "passport expires 2027 05 12",
        "permis de conduire obtenu en 2014",
        "the voter turnout was 12345678",
        "my SIN is 117 581 976",
        "ref 390.533.447-06",
        "id 86855281-2fba-11ee-be56-0242ac120002",
        "timestamp=1568024496594",
        "192.168.100.101 and 10.0.0.1",
        "2026-11-22T10:00:00Z",
        "ISBN 9780306406157",
        "Total: 1 234 567,89 EUR",
        "commit cc41004f95fad30ddcb5f7c6f07cad34c35e8a8f",
        "v1.234.567-89.0",
        "",
    ],
)
def test_not_found(text: str) -> None:
    assert kinds(text) == []


def test_every_check_of_the_table_exists_and_every_word_is_plain() -> None:
    assert len(TABLE) >= 60
    for kind, entry in TABLE.items():
        name = entry.get("check")
        if name and name not in OURS:
            assert importlib.import_module(f"stdnum.{name}").is_valid, kind
        assert entry["source"], kind
        assert all(isinstance(word, str) for word in entry["said"]), kind
        re.compile(entry["shape"])


@pytest.mark.parametrize("name", sorted({entry["check"] for entry in TABLE.values() if "check" in entry}))
def test_checks_refuse_most_of_what_they_are_not(name: str) -> None:
    shape = next(entry["shape"] for entry in TABLE.values() if entry.get("check") == name)
    rng = random.Random(1)
    size = 11 if not re.search(r"\{16\}", shape) else 16
    numbers = ["".join(rng.choice("0123456789") for _ in range(size)) for _ in range(400)]
    assert sum(check(name)(number) for number in numbers if re.fullmatch(shape, number)) <= 80


def test_our_own_check_digits() -> None:
    assert luhn_valid("4111111111111111")
    assert not luhn_valid("4111111111111112")
    assert routing_valid("021000021")
    assert not routing_valid("021000022")
    assert rib_valid("20041010050500013M02606")
    assert not rib_valid("20041010050500013M02607")
    assert clabe_valid("032180000118359719")
    assert not clabe_valid("032180000118359718")
    assert check("nss")("281234567840")
    assert check("taj")("123456788")
    assert check("nric")("S1234567D")
    assert not check("nric")("S1234567A")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("SSN ５３６-９０-４３９９", 1),
        ("SSN 536\u200b-90-\u200b4399", 1),
        ("SSN 536\u00a090\u00a04399", 1),
        ("SSN 536–90–4399", 1),
        ("SSN 536-90-4399 and again 536 90 4399 and 078-05-1121", 2),
    ],
)
def test_other_digits_and_invisible_characters_hide_nothing(text: str, count: int) -> None:
    of = reader(sms(text))
    assert of.get("pii.identifiers") == ["us.ssn"]
    assert of.call("pii.count", ("us.ssn",)) == count
    assert of.call("pii.count", ("government",)) == count
    explain = of.catalogue.signals["pii.identifiers"].explain
    assert explain is not None
    for finding in explain(of):
        digits = "".join(str(int(char)) for char in text[finding.start : finding.end] if char.isdecimal())
        assert digits in ("536904399", "078051121")
        assert finding.what == "us.ssn"


def test_what_is_in_text_files_counts_and_says_its_line() -> None:
    content = "bmFtZSxzc24KQWxpY2UsNTM2LTkwLTQzOTkK"  # name,ssn / Alice,536-90-4399
    of = reader(sms("see the file", media=[{"name": "people.csv", "content": content}]))
    assert of.get("pii.identifiers") == ["us.ssn"]
    explain = of.catalogue.signals["pii.identifiers"].explain
    assert explain is not None
    assert [(f.what, f.start) for f in explain(of)] == [("us.ssn in file 1, line 2", -1)]


@calmly
@given(st.text(alphabet="0123456789 -./ABCXYZssnsinDNI:,é\u200b", max_size=200))
def test_findings_are_apart_and_inside_the_text(text: str) -> None:
    last = 0
    for found in numbers_in(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end

"""Kinds of prohibited offers: wordings that nobody listed, disguised ones, and honest neighbours that must pass."""

from __future__ import annotations

import pytest
from signalkit.events import CATALOGUE, reader, sms
from signalkit.shared import rows

from tipstaff.cel import CelError
from tipstaff.signals.detectors.classes.kinds import ANY, MODELS, level
from tipstaff.signals.model.bank import bank, score_of
from tipstaff.signals.text.wording import Wording

KINDS = sorted(set(bank(MODELS).models) - {ANY})
GROUPS = ("Muslim", "Jewish", "black", "gay", "trans", "deaf", "blind", "Polish", "Mexican", "Roma", "Chinese", "old")
GROUPES = ("musulman", "juif", "noir", "gay", "trans", "sourd", "aveugle", "polonais", "mexicain", "rom", "chinois")
# None of them was learned from.
FOUND = [
    ("forgery", "Brand new plastic with your photo and any name you like, passes the bouncer scanner, 3 days"),
    ("forgery", "On te fabrique ta fiche de paie et ton avis d'imposition pour ton dossier de location, 40 €"),
    ("identity-theft", "Bank logins with balance, checked today, replace if dead, btc only"),
    ("interference", "Petit boîtier qui coupe le réseau du voisin et des drones, envoi discret"),
    ("interference", "Small black box that kills every phone signal in the exam room, ships in plain packaging"),
    ("privacy-invasion", "I read her chats live from your own phone, she won't notice a thing, 60 dollars"),
    ("counterfeits", "Perfect copies of LV and Gucci, same boxes and receipts, nobody can tell, wholesale prices"),
    ("counterfeits", "Montres de luxe, copies parfaites, même poids, même boîte, 120 euros"),
    ("unlawful-marketing", "Hundred thousand mobile numbers of homeowners, never agreed to anything, 200 bucks"),
    ("securities", "Placez 300 euros aujourd'hui, récupérez 900 la semaine prochaine, capital garanti"),
    ("money-laundering", "Your account gets the money, you send on 90% in bitcoin, keep the rest, no questions"),
    ("money-laundering", "On passe ton cash par nos sociétés, tout ressort propre, commission 12 %"),
    ("medicines", "Ozempic et Xanax sans ordonnance, colis neutre, virement ou crypto"),
    ("pimping", "Young girls in your hotel, 150 the hour, call the house and choose"),
    ("minors-data", "Hey kids, tell us your school and mum's card number and win free gems"),
    ("gambling", "Casino sans vérification d'identité, bonus de 500 %, joue depuis la France"),
    ("people-smuggling", "Lorry to England without papers, 3,000 a person, half when you arrive, boat in summer"),
]
HONEST = [
    "Our pharmacy delivers prescription medicines to your door within two hours",
    "Notre pharmacie livre vos médicaments sur ordonnance en deux heures",
    "The museum shows forged banknotes and fake passports seized by customs",
    "Le musée expose des faux billets et de faux passeports saisis par la douane",
    "The police arrested two men who sold stolen cards on the internet",
    "La police a arrêté deux hommes qui vendaient des cartes volées sur internet",
    "Genuine second-hand Rolex with papers and two years of guarantee, visit our shop",
    "Rolex d'occasion authentique avec papiers, garantie deux ans, en boutique",
    "If you think about ending it, call the line, somebody listens day and night",
    "Si tu penses au suicide, appelle le 3114, quelqu'un t'écoute jour et nuit",
    "Your parcel arrives tomorrow between 9 and 12",
    "Votre colis arrive demain entre 9 h et 12 h",
    "Our payroll software prints pay slips for your employees",
    "Vos photos en noir et blanc sont prêtes, passez les prendre.",
    "Your black and white photos are ready, come and pick them up.",
    "Vos agrandissements sont arrivés, à récupérer avant samedi.",
    "The ferry from Calais to Dover leaves every hour, children travel at half price.",
]
TELLING = FOUND[6][1]
DISGUISED = [
    "P3rfect c0pies of LV and Gucci, s4me b0xes and rece1pts, nobody can tell, wh0lesale prices",
    "Per\u200bfect co\u200bpies of LV and Guc\u200bci, same bo\u200bxes and receipts, nobody can tell, whole\u200bsale",
    "P\u0435rf\u0435ct \u0441\u043epi\u0435s of LV and Gucci, s\u0430me boxes and r\u0435c\u0435ipts, nobody can tell",
    "Ｐｅｒｆｅｃｔ ｃｏｐｉｅｓ of LV and Gucci, same boxes and receipts, nobody can tell, wholesale prices",
]


def score(text: str, of: str) -> float:
    """What `text.kind` says of a short message."""
    said = reader(sms(text)).call("text.kind", (of,))
    assert isinstance(said, float)
    return said


def highest(text: str) -> float:
    return max(score(text, of) for of in KINDS)


@pytest.mark.parametrize(("of", "text"), FOUND)
def test_a_wording_that_nobody_listed_is_found_as_its_kind(of: str, text: str) -> None:
    named = reader(sms(text)).get("text.kinds")

    assert isinstance(named, list)
    assert of in named[:2]
    assert score(text, of) >= level()


@pytest.mark.parametrize("text", DISGUISED)
def test_a_disguise_hides_nothing(text: str) -> None:
    assert score(text, "counterfeits") >= level()


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_neighbour_stays_below_the_level(text: str) -> None:
    assert highest(text) < level()


def test_naming_a_group_is_no_offer() -> None:
    texts = [t for g in GROUPS for t in (f"I am {g} and I live here", f"My {g} neighbour opens a shop on Monday")]
    texts += [t for g in GROUPES for t in (f"Je suis {g} et je vis ici", f"Mon voisin {g} ouvre un magasin lundi")]

    assert {text: highest(text) for text in texts if highest(text) >= level()} == {}


@pytest.mark.parametrize("text", ["", "Drugs", "Cheap Rolex", "Faux papiers", "fake passports sale"])
def test_three_words_say_too_little(text: str) -> None:
    assert reader(sms(text)).get("text.kinds") == []
    assert highest(text) == 0.0


@pytest.mark.parametrize("of", ["", ANY, "no-such-kind"])
def test_an_unknown_kind_is_an_error(of: str) -> None:
    with pytest.raises(CelError, match="no model knows the kind") as failure:
        score(TELLING, of)

    assert failure.value.code == "invalid-argument"


def test_a_kind_that_is_not_named_has_no_score() -> None:
    named = reader(sms(TELLING)).get("text.kinds")

    assert isinstance(named, list)
    assert {of for of in KINDS if score(TELLING, of) > 0} == set(named)
    assert "terrorism" not in named


def test_the_words_that_speak_are_shown_where_they_stand() -> None:
    of = reader(sms(TELLING))
    explain = CATALOGUE.signals["text.kinds"].explain
    assert explain is not None
    found = explain(of)

    assert {finding.what.partition(": ")[0] for finding in found} >= {ANY, "counterfeits"}
    assert all(of.text.raw[one.start : one.end] == one.what.partition(": ")[2] for one in found)


def test_honest_messages_are_left_alone() -> None:
    honest = [row["text"] for row in rows("sms_uci/data.csv.gz") if row["label"] == "0"][::4]

    assert sum(score_of(Wording(text), MODELS, ANY) >= level() for text in honest) <= len(honest) / 200

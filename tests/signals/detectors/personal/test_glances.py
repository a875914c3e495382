"""What is passed over unseen holds nothing: every glance against the whole look."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from hypothesis import example, given, settings
from hypothesis import strategies as st
from signalkit.events import reader, sms

from tipstaff.signals.detectors.personal import accounts, announced, health, special
from tipstaff.signals.detectors.personal import addresses as contacts
from tipstaff.signals.detectors.personal.look import LEFT
from tipstaff.signals.detectors.personal.persons import about_someone, around, sentences
from tipstaff.signals.detectors.personal.plain import Plain
from tipstaff.signals.detectors.personal.scan import numbers
from tipstaff.signals.detectors.personal.starts import matches_at
from tipstaff.signals.text.words import bare

CARDS = (
    "4111111111111111",
    "4111 1111 1111 1111",
    "5500-0000-0000-0004",
    "340000000000009",
    "４１１１１１１１１１１１１１１１",
)
DIGITS = st.sampled_from([*"0123456789 -.", "١", "４", "𝟜", "\u200b", "\u00a0", "–", "é", " card "])
TEXTS = st.lists(DIGITS | st.sampled_from(CARDS) | st.text(max_size=3), max_size=30).map("".join)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
@example("my card is 4111 1111\u00a01111 1111")
@example("4111\u200b1111\u200b1111\u200b1111")
def test_cards_are_those_of_the_whole_look(text: str) -> None:
    of = reader(sms(text))
    whole = {(one.text.where, one.found.same) for one in numbers(of) if one.found.kind == "card"}
    assert of.known("pii.cards") == len(whole)


@given(TEXTS | st.text())
def test_digits_are_counted_as_the_plain_text_has_them(text: str) -> None:
    plain = Plain(text)
    assert plain.digits == sum(char in "0123456789" for char in plain.text)
    for at, char in enumerate(plain.text):
        if char.isalpha():
            assert unicodedata.normalize("NFKC", text[plain.place(at)]) == unicodedata.normalize("NFKC", char)


WORDS = [word for topics in health._words()[:3] for word in list(topics.topics)[::9]]
SPECIAL = list(special._words().terms.topics)[::5]
ABOUT = ["she", "he has", "my brother", "Anna Petit is", "you", "was", "il souffre de", "elle est", "suffers from"]
ENDS = [". ", "! ", "?! ", "; ", "\n", ".\n", ".\n.", " ", ", ", ".", "a.b", ""]
STORIES = st.lists(st.sampled_from([*WORDS, *ABOUT, *ABOUT, *ENDS, *ENDS, *ENDS]), max_size=40).map(" ".join)
BELIEFS = st.lists(st.sampled_from([*SPECIAL, *ABOUT, *ABOUT, *ENDS, *ENDS]), max_size=40).map(" ".join)


def sentence_by_sentence(lower: str) -> Iterator[health._Place]:
    """The sentences with their words, each looked at by itself."""
    for start, end in sentences(lower):
        of = (list(topics.hits(lower[start:end])) for topics in health._words()[:3])
        strong, weak, has = of
        if strong or weak or has:
            yield health._Place(start, end, strong, has, weak)


def test_no_word_reaches_over_the_end_of_a_sentence() -> None:
    every = [word for topics in (*health._words(), special._words().terms) for word in topics.topics]
    assert not [word for word in every if re.search(r"[.!?;]\s|\n|[.!?;]$", word)]


@given(STORIES)
@settings(max_examples=300, deadline=None)
def test_words_are_in_the_sentences_they_are_in(text: str) -> None:
    assert list(health._places(text)) == list(sentence_by_sentence(text))


@given(st.lists(st.sampled_from(["word", *ENDS]), max_size=60).map("".join), st.integers(1, 14))
@settings(max_examples=500, deadline=None)
def test_a_few_sentences_are_those_of_all(text: str, step: int) -> None:
    places = [match.start() for match in re.finditer("word", text)][::step]
    assert list(around(text, places)) == [
        (start, end) for start, end in sentences(text) if any(start <= place < end for place in places)
    ]


@given(BELIEFS)
@settings(max_examples=200, deadline=None)
def test_special_categories_are_those_of_every_sentence(text: str) -> None:
    terms, said_of = special._words().terms, special._words().said_of
    expected = [
        (start + match.start("what"), start + match.end("what"))
        for start, end in sentences(text)
        if terms.any(text[start:end]) and about_someone(text[start:end], text[start:end])
        for match in said_of.finditer(text[start:end])
    ]
    found = [(one.start, one.end) for one in special.special_in(text)]
    assert [place for place in found if place in expected] == expected


PLACES = [
    *("12 rue de la Paix", "1600 Pennsylvania Avenue", "Hauptstraße 5", "Calle Mayor 3", "Via Roma, 12", "P.O. Box 77"),
    *(
        "BP 12",
        "Boîte postale 9",
        "5 bis avenue Foch",
        "221B Baker Street",
        "Bahnhofstr. 7",
        "boulevard",
        "Street",
        "_",
    ),
]
REACHED = [
    *("+33 6 12 34 56 78", "(212) 555-0142", "06.12.34.56.78", "0033612345678", "1-212-555-0199", "+1", "(", "#", "x7"),
    *("a@b.fr", "joe.bloggs+x@mail.example.org", "@", ".a@b.co", "é@b.fr", "a" * 63 + "@b.fr", "a" * 65 + "@b.fr", "-"),
]
MESSAGES = st.lists(st.sampled_from([*PLACES, *REACHED, " ", " ", ",", ".", "\n", "A", "7"]), max_size=12).map("".join)


# As they were written before they were made to begin with a class of characters.
PHONE = re.compile(
    rf"{LEFT}(?<![@#$€£/=_-])(?:"
    r"(?:\+|00)[1-9][0-9]{0,2}(?:[ .-]?\(0?[0-9]{0,4}\))?(?:[ .-]?[0-9]{1,5}){2,6}"
    r"|\(?0[1-9][0-9]{0,4}\)?(?:[ .-]?[0-9]{2,4}){2,5}"
    r"|(?:1[-. ])?\(?[2-9][0-9]{2}\)?[-. ]{1,2}[2-9][0-9]{2}[-. ][0-9]{4}(?:\s?x[0-9]{1,6})?"
    r")(?!\w|[.,:/][0-9]|-[0-9])"
)
ENGLISH, FRENCH = ("|".join(map(re.escape, contacts.words()[f"{of}_streets"])) for of in ("english", "french"))
ADDRESS = re.compile(
    rf"{LEFT}(?:"
    rf"[0-9]{{1,6}}[A-Za-z]?,? (?:(?:[NSEW]|North|South|East|West)\.? )?(?:{contacts._NAME} ){{1,4}}(?:{ENGLISH})\b\.?"
    rf"|[0-9]{{1,4}}(?: ?(?:bis|ter|quater)\b| ?[A-D]\b)?,? (?i:{FRENCH}) "
    r"(?:(?:de la|de l'|des|du|de|d'|les|la|le|l') ?){0,4}+[A-ZÀ-Þ0-9][\wà-ÿ'’-]{1,40}"
    r"|[A-ZÄÖÜ][\wäöüß-]{1,40}(?:straße|strasse|str\.|weg|platz|allee|gasse) [0-9]{1,4} ?[a-z]?\b"
    r"|(?:Calle|Avenida|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua|Praça) "
    r"(?:[A-ZÀ-Þ][\wà-ÿ'’-]{1,30}+ ?|(?:de|del|della|di|da|do|la|los|las) ){1,5}+,? ?(?:n[.º°] ?)?[0-9]{1,4}\b"
    r"|(?i:P\.? ?O\.? Box|Boîte postale|BP) [0-9]{1,6}\b)"
)


@given(MESSAGES)
@settings(max_examples=800, deadline=None)
def test_nobody_is_passed_over(text: str) -> None:
    plain = Plain(text)
    if plain.digits and contacts._streets().gate.search(plain.text):
        assert [(one.start, one.end) for one in contacts.addresses(plain)] == spans(ADDRESS, plain.text)
    assert [(one.start, one.end) for one in contacts.mails(plain)] == spans(contacts._MAIL, plain.text)
    assert spans(contacts._PHONE, plain.text) == spans(PHONE, plain.text)


def spans(expression: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in expression.finditer(text)]


ACCOUNT = re.compile(
    r"\b(?:account|acct|a/c|compte|konto(?:nummer)?|cuenta|conto)\b\.?"
    r"(?: (?:number|no|num|nr|n°|is|bancaire|est|de))*[\s:#.]{0,3}(?P<value>[0-9](?:[ -]?[0-9]){5,16})(?![\w-])",
    re.IGNORECASE,
)
CODE = re.compile(
    r"\b(?:(?P<sure>cvv2?|cvc2?|cvn|cryptogramme(?: visuel)?|card verification (?:code|value)|prüfnummer)"
    r"|(?:security code|code de sécurité|pin(?: code| number)?|code (?:secret|pin|confidentiel)))"
    r"[\s:=#(\"']{0,3}(?:is|est|code|no|number)?[\s:=#(\"']{0,3}(?P<value>[0-9]{3,4})(?!\w|[-.,:/][0-9])",
    re.IGNORECASE,
)
SAID = [
    *(
        "account",
        "ACCT",
        "a/c",
        "Compte",
        "kontonummer",
        "\u212aonto",
        "cuenta",
        "number",
        "no",
        "n°",
        "is",
        "est",
        "de",
    ),
    *("cvv", "CVC2", "cvn", "cryptogramme visuel", "card verification code", "Prüfnummer", "security code", "PIN"),
    *(
        "\u017fecurity code",
        "pin code",
        "code secret",
        "code pin",
        "code de sécurité",
        "passport",
        "permis",
        "voter id",
    ),
    *("123", "1234", "123456", "12 34 56", "FR76 3000 6000 0112 3456 7890 189", "DE89370400440532013000", "AB12345678"),
    *("x", "_", "-", ".", ":", "#", "(", '"', "é"),
]
ANNOUNCED = announced.documents()
TOLD = st.tuples(st.sampled_from(SAID), st.sampled_from(["", " ", " no ", ": ", " is "]), st.sampled_from(SAID)).map(
    "".join
)
ACCOUNTS = st.lists(TOLD | st.sampled_from([*SAID, " ", " ", " "]), max_size=9).map(" ".join)


@given(ACCOUNTS)
@settings(max_examples=800, deadline=None)
@example("PIN code secret 1234")
@example("\u017fecurity code 123")
@example("x account 123456")
@example("\u212aonto 123456")
def test_no_number_is_passed_over(text: str) -> None:
    for ours, plain in ((accounts._ACCOUNT, ACCOUNT), (accounts._CODE, CODE)):
        assert [(m.span(), m["value"]) for m in ours.finditer(text)] == [
            (m.span(), m["value"]) for m in plain.finditer(text)
        ]
    assert [bool(m["sure"]) for m in accounts._CODE.finditer(text)] == [bool(m["sure"]) for m in CODE.finditer(text)]
    assert [m.span() for m in accounts.iban_like(text)] == spans(accounts._IBAN, text)


@given(st.lists(st.sampled_from([*SAID, *ANNOUNCED.words, " ", " ", " "]), max_size=14).map("".join).map(bare))
@settings(max_examples=400, deadline=None)
def test_no_announced_document_is_passed_over(lower: str) -> None:
    starts = sorted({start for _, start, _ in ANNOUNCED._places.find_matches_as_indexes(lower, overlapping=True)})
    assert [m.span() for m in matches_at(ANNOUNCED._words, lower, starts)] == spans(ANNOUNCED._words, lower)

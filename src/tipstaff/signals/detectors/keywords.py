"""Is a reply one of the words by which people stop, restart or ask about messages?

The whole reply must be the word: politeness, punctuation and emoji around it do not matter, other words do. "Stop" and
"ARRÊT merci !" are; "I can't stop laughing" and "arrêt de bus" are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tipstaff.cel.types import STRING, STRINGS
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.signals.text.folding import fold, latin_like
from tipstaff.vocab.tables import Row, Table

# Longer replies are sentences, whatever they begin with.
_LONGEST = 160
_MOST_SPACES = 30
_MOST_NOISE = 8
_SEPARATORS = re.compile(r"[\W_]+")
_SPELLED = re.compile(r"\w(?: \w){2,}")
_REPEATED = re.compile(r"(.)\1{2,}")


def stop(view: View, text: str) -> str:
    """The keyword in the table's spelling when the reply asks to stop, "" otherwise."""
    return _keyword(view, text, "stop")


def start(view: View, text: str) -> str:
    """The keyword when the reply agrees to messages again, "" otherwise."""
    return _keyword(view, text, "start")


def ask(view: View, text: str) -> str:
    """The keyword when the reply asks for help, "" otherwise."""
    return _keyword(view, text, "help")


def languages(view: View, country: str) -> list[str]:
    """Languages in which people of the country must be able to stop messages; empty when it is not known."""
    return list(view.table("country-languages").derived(view.at, _languages).get(country, ()))


def uncovered(view: View, offered: list[str], countries: list[str]) -> list[str]:
    """`it-CH` for each language of each country in which no word is offered, in the order of the countries.

    A country whose languages are not known is covered by any word.
    """
    known = {language.lower().partition("-")[0] for language in offered}
    found: list[str] = []
    for country in countries:
        needed = languages(view, country) or ([] if known else ["any"])
        found += [f"{language}-{country}" for language in needed if language not in known]
    return found


def unknown(view: View, countries: list[str]) -> list[str]:
    """Those of the countries whose languages no row knows, in their order: codes of no country among them."""
    known = view.table("country-languages").derived(view.at, _languages)
    return [country for country in countries if country not in known]


def _languages(rows: tuple[Row, ...]) -> dict[str, tuple[str, ...]]:
    """Country to its languages, sorted."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.keys.get("country", ""), set()).update(row.values["languages"])
    return {country: tuple(sorted(languages)) for country, languages in found.items()}


def _keyword(view: View, text: str, kind: str) -> str:
    if len(text) > _LONGEST or text.count(" ") > _MOST_SPACES:
        return ""
    return _found(view.table("contact-words"), text).get(kind, "")


@lru_cache(maxsize=64)  # the three questions about one reply, and the many replies that are one word
def _found(table: Table, text: str) -> Mapping[str, str]:
    """Kind to the keyword that the text is; empty when it is none."""
    known, noise = _words(table)
    said = _bare(text)
    plain = known.get(said)
    if plain is not None:
        return plain
    folded = _bare(fold(text).text)
    said = next((spelled.replace(" ", "") for spelled in (said, folded) if _SPELLED.fullmatch(spelled)), folded)
    for form in (said, _REPEATED.sub(r"\1", said), latin_like(said)):
        for core in _cores(noise, form):
            if core in known:
                return known[core]
    return {}


def _cores(noise: frozenset[str], said: str) -> Iterator[str]:
    """The reply, and what is left when polite words around it are taken away one after the other."""
    words = said.split()
    last = len(words)
    for _ in range(_MOST_NOISE):
        first = 0
        for _ in range(_MOST_NOISE):
            yield " ".join(words[first:last])
            size = next((n for n in range(1, 5) if first + n < last and " ".join(words[first : first + n]) in noise), 0)
            if not size:
                break
            first += size
        size = next((n for n in range(1, 5) if n < last and " ".join(words[last - n : last]) in noise), 0)
        if not size:
            break
        last -= size


def _bare(text: str) -> str:
    """Lower case without accents, punctuation and emoji; letters of every script stay."""
    letters = text.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFD", letters)
        letters = "".join([c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf", "Me")])
    return _SEPARATORS.sub(" ", letters).strip()


@lru_cache(maxsize=4)
def _words(table: Table) -> tuple[dict[str, dict[str, str]], frozenset[str]]:
    """Bare word to the kinds it is of, each with the word as the table spells it; and the polite words."""
    known: dict[str, dict[str, str]] = {}
    noise: set[str] = set()
    for row in table.rows:
        for word in row.values["words"]:
            if row.keys["kind"] == "noise":
                noise.add(_bare(word))
            else:
                known.setdefault(_bare(word), {}).setdefault(row.keys["kind"], row.values.get("means", word))
    return known, frozenset(noise)


_LANGUAGES = tuple(  # those with rows in `contact-words`
    "ar bg cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sk sv th tr uk vi zh".split()  # noqa: SIM905  # one line of thirty words reads better than thirty quoted ones
)
SIGNALS = (
    *(
        SignalFunction(name, (STRING,), STRING, 3, "2", _LANGUAGES, about, compute)
        for name, compute, about in (
            ("optout.keyword", stop, "The opt-out word that a whole reply is, in any language; empty when it is none."),
            ("optin.keyword", start, "The word of agreement that a whole reply is; empty when it is none."),
            ("help.keyword", ask, "The word asking for help that a whole reply is; empty when it is none."),
        )
    ),
    SignalFunction(
        name="optout.languages",
        params=(STRING,),
        result=STRINGS,
        cost=2,
        version="1",
        languages=(),
        about="Languages in which people of a country must be able to stop messages.",
        compute=languages,
    ),
    SignalFunction(
        name="optout.uncovered",
        params=(STRINGS, STRINGS),
        result=STRINGS,
        cost=3,
        version="1",
        languages=(),
        about="Of the languages offered and the countries written to: `it-CH` for each language that is missing.",
        compute=uncovered,
    ),
    SignalFunction(
        name="optout.unknown",
        params=(STRINGS,),
        result=STRINGS,
        cost=3,
        version="1",
        languages=(),
        about="Of the countries written to, those whose languages nobody here knows, codes of no country among them.",
        compute=unknown,
    ),
)

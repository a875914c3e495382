"""Is a reply one of the words by which people stop, restart or ask about messages?

The whole reply must be the word: politeness, punctuation and emoji around it do not matter, other words do. "Stop" and
"ARRÊT merci !" are; "I can't stop laughing" and "arrêt de bus" are not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tipstaff.cel.types import STRING, STRINGS
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.signals.text.folding import fold, latin_like
from tipstaff.vocab.tables import Table

# Longer replies are sentences, whatever they begin with.
_LONGEST = 160
_SEPARATORS = re.compile(r"[^\w]+")
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
    rows = view.table("country-languages").candidates(view.at, country=country)
    return sorted({language for row in rows for language in row.values["languages"]})


def _keyword(view: View, text: str, kind: str) -> str:
    if len(text) > _LONGEST:
        return ""
    known, noise = _words(view.table("contact-words"))
    said = _bare(fold(text).text)
    if _SPELLED.fullmatch(said):
        said = said.replace(" ", "")
    for form in (said, _REPEATED.sub(r"\1", said), latin_like(said)):
        found = known.get((kind, form)) or known.get((kind, _without(noise, form)))
        if found:
            return found
    return ""


def _without(noise: frozenset[str], said: str) -> str:
    """The reply without polite words around its core; the core itself stays when it is all there is."""
    words = said.split()
    while size := next((n for n in range(min(4, len(words) - 1), 0, -1) if " ".join(words[-n:]) in noise), 0):
        del words[-size:]
    while size := next((n for n in range(min(4, len(words) - 1), 0, -1) if " ".join(words[:n]) in noise), 0):
        del words[:size]
    return " ".join(words)


def _bare(text: str) -> str:
    """Lower case without accents, punctuation and emoji; letters of every script stay."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf", "Me"))
    return _SEPARATORS.sub(" ", letters).strip()


@lru_cache(maxsize=4)
def _words(table: Table) -> tuple[dict[tuple[str, str], str], frozenset[str]]:
    """(kind, bare word) to the word as the table spells it, and the polite words."""
    known: dict[tuple[str, str], str] = {}
    noise: set[str] = set()
    for row in table.rows:
        for word in row.values["words"]:
            if row.keys["kind"] == "noise":
                noise.add(_bare(word))
            else:
                known.setdefault((row.keys["kind"], _bare(word)), word)
    return known, frozenset(noise)


_LANGUAGES = tuple(  # those with rows in `contact-words`
    "ar bg cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sk sv th tr uk vi zh".split()  # noqa: SIM905  # one line of thirty words reads better than thirty quoted ones
)
SIGNALS = (
    *(
        SignalFunction(name, (STRING,), STRING, 12, "1", _LANGUAGES, about, compute)
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
        cost=15,
        version="1",
        languages=(),
        about="Languages in which people of a country must be able to stop messages.",
        compute=languages,
    ),
)

"""`words.yaml`: what the values of signals and fields are called where people read them.

links.tricks:
  userinfo: {en: a false name before the address, fr: un faux nom avant l'adresse}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tipstaff.policy.document.keys import Keys, Texts, texts_of
from tipstaff.policy.document.nodes import Entries, Node
from tipstaff.policy.document.notes import Notes

Words = Mapping[str, Mapping[str, Texts]]
"""By the name of a signal, a function or a field: by value, what it is called in each language."""


def read_words(roots: Iterable[Node], languages: Iterable[str], notes: Notes) -> Words:
    """The words of some files, later ones added to earlier ones; mistakes are noted.

    Args:
        languages: those in which each must be there.
    """
    found: dict[str, dict[str, Texts]] = {}
    wanted = sorted(set(languages))
    for root in roots:
        if not isinstance(root, Entries):
            notes.at(root, "wrong-type", "the file is a mapping of names to the words for their values")
            continue
        for name, _ in root.entries:
            keys = Keys(root, "a file of words", notes)
            for value, node in keys.table(name.text):
                texts = texts_of(node, value.text, notes)
                missing = [language for language in wanted if language not in texts]
                if missing and texts:
                    message = f"`{value.text}` has no word in `{missing[0]}`"
                    notes.at(value, "missing-translation", message)
                found.setdefault(name.text, {}).setdefault(value.text, texts)
    return found


def words_for(words: Words, names: Iterable[str], language: str) -> dict[str, str]:
    """What the values of some names are called in a language."""
    return {
        value: texts[language].text
        for name in names
        for value, texts in words.get(name, {}).items()
        if language in texts
    }

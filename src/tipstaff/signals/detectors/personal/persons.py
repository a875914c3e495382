"""Whether a stretch of text speaks of one person: pronouns, titles with a name, relations, ages. English and French."""

from __future__ import annotations

import re

_FIRST = r"\b(?:i|i'm|i've|i'd|my|me|mine|je|j'ai|j'etais|j'suis|mon|ma|mes|moi)\b"
_THIRD = (
    r"\b(?:he|he's|she|she's|his|her|hers|him|himself|herself|il|elle|lui|son|sa|ses|celui-ci|celle-ci)\b"
    r"|\b(?:mr|mrs|ms|miss|mme|mlle|monsieur|madame|m)\b\.? (?=\w{2})"
    r"|\b(?:patient|patiente|the employee|the customer|the client|the tenant|the student|l'employe|l'employee|le client|la cliente|le salarie|la salariee)\b"
    r"|\b(?:mother|father|mom|mum|dad|son|daughter|wife|husband|brother|sister|girlfriend|boyfriend|uncle|aunt|grandmother|grandfather|neighbour|neighbor|coworker|colleague"
    r"|mere|pere|fils|fille|femme|mari|epouse|epoux|frere|soeur|copain|copine|oncle|tante|grand-mere|grand-pere|voisin|voisine|collegue)\b"
    r"|\b\d{1,3}[- ]year[- ]old\b|\b\d{1,3} ans\b|\bage[de]? \d{1,3}\b|\bborn on\b|\bne(?:e)? le\b|\bdob\b|\bdate of birth\b"
)
_SECOND = r"\b(?:your|you|you're|you've|votre|vos|vous|ton|ta|tes|tu)\b"
FIRST, SECOND, THIRD = re.compile(_FIRST), re.compile(_SECOND), re.compile(_THIRD)
# Two capitalised words in a row within a sentence: as good as a name when the text is not all capitals.
NAME = re.compile(
    r"(?<![.!?\n] )(?<!^)\b[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)? (?:[A-ZÀ-Þ]\. )?[A-ZÀ-Þ][a-zà-ÿ'’-]{2,}\b"
)
END = re.compile(r"[.!?;\n]+(?=\s|$)|\n")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of a text."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def about_someone(lower: str, written: str) -> bool:
    """Whether a stretch speaks of a first or third person. `lower` is the `bare` form, `written` the original."""
    return bool(FIRST.search(lower) or THIRD.search(lower) or NAME.search(written))

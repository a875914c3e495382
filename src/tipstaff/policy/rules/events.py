"""The event types that packs are written for, with the fields that packs have added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tipstaff.cel.records import event_variables
from tipstaff.cel.types import Type
from tipstaff.vocab.reading.schema import Vocabulary


@dataclass(frozen=True, slots=True)
class Events:
    """The event types that packs may be written for.

    `variables`: by type, what conditions may name of it. `fields`: by type, what packs have added, as text.
    """

    vocabulary: Vocabulary
    variables: Mapping[str, Mapping[str, Type]]
    fields: Mapping[str, str]


def events(vocabulary: Vocabulary, added: Mapping[str, str]) -> Events:
    """The types of a vocabulary; `added` says by type which fields packs have added to the standard ones."""
    variables = {name: event_variables(event_type) for name, event_type in vocabulary.types.items()}
    return Events(vocabulary, variables, added)

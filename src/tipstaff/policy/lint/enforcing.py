"""Names in what follows from violations that nothing has: clauses in `enforcement`, kinds of action in `remedies`."""

from __future__ import annotations

from collections.abc import Iterator

from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.load import LoadResult, Pack
from tipstaff.policy.pack.enforcement import KNOWN_ACTIONS, clauses_named
from tipstaff.policy.pack.nouns import Clause
from tipstaff.vocab.diagnostics import Diagnostic, Place


def note_enforcement(loaded: LoadResult, notes: Notes) -> None:
    """Note them, as warnings: what names nothing opens cases under no clause, or stays in the outbox undone."""
    for pack in loaded.packs:
        _note_clauses(pack, notes)
        known = [*KNOWN_ACTIONS, *pack.policy.enforcement.actions]
        for clause in pack.clauses:
            for kind in _kinds(clause):
                if kind not in known:
                    message = f"`{kind}`, a remedy of `{clause.id}`, is not an action"
                    hint = did_you_mean(kind, known)
                    notes.at(clause, "unknown-action", message, hint=hint, severity="warning")


def _note_clauses(pack: Pack, notes: Notes) -> None:
    known = [clause.id for clause in pack.clauses]
    for name in sorted(clauses_named(pack.policy.enforcement) - set(known)):
        message = f"`{name}`, which `enforcement` names, is not a clause of this policy"
        place = Place(str(pack.files.policy))
        notes.add(Diagnostic("unknown-clause", message, place, "warning", did_you_mean(name, known)))


def _kinds(clause: Clause) -> Iterator[str]:
    for remedy in clause.remedies:
        for order in remedy.orders:
            kind = dict(order.args).get("kind") if order.name == "action.apply" else None
            if isinstance(kind, Scalar):
                yield kind.text.strip('"')

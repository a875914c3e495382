"""A recorded decision, told whole: each reason with the clause in every language and the condition that held."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import msgspec

from tipstaff.policy import Bundle
from tipstaff.store import DecisionRow
from tipstaff.vocab.decision import Decision, Reason, RuleError
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.recorded import recorded_json

_decisions = msgspec.json.Decoder(Decision)


def explanation(row: DecisionRow, bundle: Bundle) -> dict[str, Any]:
    """Everything a person needs to understand a decision.

    Returns:
        `decision` as recorded; `event` as received (None once erased); `reasons`, `shadow` and `errors` each with
        `clause_text` in every language and the `condition` of the rule. `bundle_in_force` is False when the packs have
        changed since: then the words shown are those of now.
    """
    decision = _decisions.decode(row.decision)
    return {
        "decision": msgspec.to_builtins(decision),
        "event": recorded_json(row.event) if row.event is not None else None,
        "reasons": [_told(reason, row.type, bundle) for reason in decision.reasons],
        "shadow": [_told(reason, row.type, bundle) for reason in decision.shadow],
        "errors": [_told(error, row.type, bundle) for error in decision.errors],
        "bundle_in_force": decision.bundle == bundle.hash,
    }


def _told(reason: Reason | RuleError, event_type: str, bundle: Bundle) -> dict[str, Any]:
    clause = bundle.clause(reason.policy, reason.version, reason.clause)
    rule = next(
        (
            rule
            for rule in bundle.rules
            if (rule.clause, rule.control, rule.id, rule.type)
            == (reason.clause, reason.control, reason.rule, event_type)
        ),
        None,
    )
    return {
        **msgspec.to_builtins(reason),
        "clause_text": dict(clause.text) if clause is not None else {},
        "ref": clause.ref if clause is not None else "",
        "condition": rule.condition.text if rule is not None else "",
        "where": _where(rule.place) if rule is not None else "",
    }


def _where(place: Place) -> str:
    """The file below its packs folder, and the line: where the server keeps its packs is nobody's business."""
    return f"{'/'.join(PurePath(place.file).parts[-2:])}:{place.line}"

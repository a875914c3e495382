"""`remedies` of a clause: what follows by itself when a rule that carries it matches.

    remedies:
      - of: [content.known-abuse]                        which of the clause's controls; all of them when left out
        kinds: [terrorism]                               which entries of a control with a table; all when left out
        at: deny                                         the verdict from which on (review or deny; deny when left out);
                                                         a list names exactly those: `[review]`
        case: {severity: 4, urgent: true}                the case that is opened, or added to; always one
        strike: 1                                        points that it leaves on the account
        actions: [{kind: limit, for: 1h}]                what is done, or proposed where a person decides

They become effects of those rules, so that a decision shows them, and they are recorded with it before they happen.
A fact that was told and is to be reviewed opens a case without any remedy: nothing waits at the door for a person.
A rule of `suspicion: true` (a model alone says so) opens a milder case where others of its verdict would open one; it
leaves no strike and sets no action going.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec
from msgspec import structs

from tipstaff.policy.document.keys import Keys
from tipstaff.policy.document.nodes import Entries, Items, Scalar, Source, located
from tipstaff.policy.document.notes import did_you_mean
from tipstaff.policy.pack.nouns import Clause, Directive, Remedy, Use
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.times.durations import parse_duration
from tipstaff.vocab.verdict import Verdict

_AT: tuple[str, ...] = ("deny", "review")
_DESKS: tuple[str, ...] = ("analyst", "lead", "legal", "specialist")
_SUBJECTS: tuple[str, ...] = ("account", "channel", "campaign", "number", "domain", "ip", "app", "content", "sender")


def read_remedies(keys: Keys, clause: str, severity: int, uses: Sequence[Use]) -> tuple[Remedy, ...]:
    """The remedies of a clause; mistakes are noted."""
    return tuple(_remedy(part, clause, severity, uses) for part in keys.each("remedies", "a remedy"))


def _remedy(keys: Keys, clause: str, severity: int, uses: Sequence[Use]) -> Remedy:
    of = keys.words("of")
    known = [use.control for use in uses]
    for scalar in of:
        if scalar.text not in known:
            hint = did_you_mean(scalar.text, known) or f"it uses {', '.join(known)}"
            keys.notes.at(scalar, "unknown-control", f"the clause does not use `{scalar.text}`", hint=hint)
    kinds = keys.words("kinds")
    at = _verdicts(keys)
    maker = _Maker(keys, clause)
    orders = [maker.case(severity)]
    points = keys.whole("strike", 0, (0, 100))
    if points:
        orders.append(maker.order("strike.issue", {"points": str(points)}))
    orders += [maker.action(part) for part in keys.each("actions", "an action")]
    keys.done()
    return Remedy(of, kinds, at, tuple(orders), keys.node.place, keys.node.source)


def milder(severity: int) -> int:
    """How grave a case is that rests on a suspicion: two steps below what is known, and formal only where that is."""
    return min(severity, max(1, severity - 2))


def suspected(case: Directive) -> Directive:
    """The `case.open` of a remedy for what a model alone says: milder, and never urgent."""
    return replace(case, args=tuple((name, _less(name, value)) for name, value in case.args if name != "urgent"))


def _less(name: str, value: Scalar | Mapping[str, Scalar]) -> Scalar | Mapping[str, Scalar]:
    if name == "severity" and isinstance(value, Scalar):
        return structs.replace(value, text=str(milder(int(value.text))))
    return value


def plain_case(clause: Clause, severity: int) -> Directive:
    """A case on the event's account under the clause."""
    args = {"account": "event.account", "clause": _text(clause.id), "severity": str(severity)}
    return Directive("case.open", tuple(_scalars(args, clause.place, clause.source)), clause.place, clause.source)


def _verdicts(keys: Keys) -> frozenset[Verdict]:
    """The verdicts that a remedy follows."""
    node = keys.take("at")
    if not isinstance(node, Items):
        least = Verdict(keys.word("at", _AT, "deny"))
        return frozenset(one for one in Verdict if one.severity >= least.severity)
    found = []
    for scalar in keys.words("at"):
        if scalar.text in _AT:
            found.append(Verdict(scalar.text))
        else:
            keys.notes.at(
                scalar, "wrong-value", f"`{scalar.text}` is not a value of `at`", hint=f"one of {', '.join(_AT)}"
            )
    return frozenset(found)


class _Maker:
    """Writes the effects of one remedy in the condition language."""

    def __init__(self, keys: Keys, clause: str) -> None:
        self._keys = keys
        self._clause = clause
        self._category = ""

    def case(self, severity: int) -> Directive:
        """`case.open`, the first of a remedy's effects."""
        node = self._keys.take("case")
        part = Keys(node, "a case", self._keys.notes) if isinstance(node, Entries) else None
        if node is not None and part is None:
            self._keys.notes.at(node, "wrong-type", "`case` is a mapping: `{urgent: true}`")
        if part is None:
            return self.order("case.open", {"severity": str(severity)})
        self._category = part.text("category")
        args = {
            "severity": str(part.whole("severity", severity, (0, 4))),
            "urgent": part.word("urgent", ("true", "false"), "false"),
            "desk": _text(part.word("desk", _DESKS, "analyst")),
        }
        part.done()
        return self.order("case.open", args)

    def action(self, part: Keys) -> Directive:
        """`action.apply`: the machine does what it may, and proposes the rest."""
        args = {"kind": _text(part.text("kind", required=True))}
        length = part.scalar("for")
        if length is not None and _is_length(part, length):
            args["for"] = _text(length.text)
        subject = part.word("subject", _SUBJECTS, "account")
        if subject != "account":
            of = part.scalar("of", required=True)
            args["subject"] = _text(subject)
            args["object"] = of.text if of is not None else "''"
        part.done()
        return self.order("action.apply", args)

    def order(self, name: str, args: dict[str, str]) -> Directive:
        """An effect on the event's account, under the clause."""
        node = self._keys.node
        written = {"account": "event.account", "clause": _text(self._clause), **args}
        if self._category:
            written["category"] = _text(self._category)
        return Directive(name, tuple(_scalars(written, node.place, node.source)), node.place, node.source)


def _scalars(args: dict[str, str], place: Place, source: Source) -> Iterator[tuple[str, Scalar]]:
    for name, text in args.items():
        yield name, Scalar(located(place), source, text)


def _text(value: str) -> str:
    """A string literal of the condition language."""
    return msgspec.json.encode(value).decode()


def _is_length(keys: Keys, scalar: Scalar) -> bool:
    try:
        parse_duration(scalar.text)
    except Invalid as refused:
        fault = refused.faults[0]
        keys.notes.at(scalar, "wrong-value", f"`{scalar.text}` is not {fault.expected}", hint=fault.hint)
        return False
    return True

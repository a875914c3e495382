"""`controls/*.yaml`: one control, or a list of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipstaff.policy.document.keys import Keys, Texts, kind_of, texts_of, unique
from tipstaff.policy.document.nodes import Entries, Items, Node, Scalar, Source, located
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.pack.composite import PATTERN, pieces_of
from tipstaff.policy.pack.nouns import Control, Directive, Param, RuleText
from tipstaff.policy.pack.params import read_param
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.verdict import Verdict

VERDICTS = tuple(verdict.value for verdict in Verdict)
ON_ERROR = ("deny", "review", "allow")
_NAME = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)*", re.ASCII)
_VARIABLE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_PATH = re.compile(r"[A-Za-z_][\w]*(\.[A-Za-z_]\w*)*", re.ASCII)


def read_controls(root: Node, notes: Notes) -> list[Control]:
    """Every control of a file that can be read at all; mistakes are noted."""
    nodes: Sequence[Node] = root.items if isinstance(root, Items) else (root,)
    found = [_control(Keys(node, "a control", notes), node.source) for node in nodes]
    return [control for control in found if control is not None]


def _control(keys: Keys, source: Source) -> Control | None:
    if not keys:
        return None
    name = named(keys, "control", _NAME, "lower-case words, `content.malware`")
    about = keys.text("about", required=True)
    on = keys.words("on", required=True)
    params = [read_param(key, node, keys.notes) for key, node in _variables(keys, "params")]
    windows = {key.text: scalar for key, node in _variables(keys, "windows") if (scalar := keys.one(key.text, node))}
    rules = [rule for part in keys.each("rules", "a rule", required=True) if (rule := _rule(part, source))]
    each, table = keys.scalar("each"), keys.scalar("table")
    keys.done()
    control = Control(
        name=name,
        about=about,
        on=on,
        params={param.name: param for param in params if isinstance(param, Param)},
        windows=windows,
        rules=tuple(unique(rules, lambda rule: rule.id, lambda rule: _again(rule, keys.notes))),
        place=keys.node.place,
        source=source,
        each=each.text if each else "",
        table=table,
    )
    _note_each(control, each, keys.notes)
    _note_pieces(control, keys.notes)
    return control if name else None


def _note_pieces(control: Control, notes: Notes) -> None:
    """Patterns that are put together from params which do not exist."""
    for param in control.params.values():
        pieces = pieces_of(param.default) if param.notation == PATTERN and param.default else ()
        for name in pieces:
            if name not in control.params:
                hint = did_you_mean(name, control.params)
                notes.at(control, "unknown-param", f"`{name}`, which `{param.name}` names, is not a param", hint=hint)


def _note_each(control: Control, each: Scalar | None, notes: Notes) -> None:
    """What is wrong with a control whose rules are made for each of several entries."""
    if each is None:
        if control.table is not None:
            notes.at(control.table, "wrong-value", "a `table` says nothing without `each`", hint="name a param")
        return
    if each.text not in control.params:
        hint = did_you_mean(each.text, control.params)
        notes.at(each, "unknown-param", f"`{each.text}` is not a param of this control", hint=hint)
    for rule in control.rules:
        if f"{{{each.text}}}" not in rule.id:
            hint = f"for example `{rule.id}-{{{each.text}}}`"
            notes.at(rule, "wrong-value", f"the id `{rule.id}` must name what it is made for", hint=hint)


def _again(rule: RuleText, notes: Notes) -> None:
    notes.at(rule, "duplicate-id", f"`{rule.id}` is the id of another rule of this control")


def _variables(keys: Keys, key: str) -> list[tuple[Scalar, Node]]:
    """The entries of a mapping whose names are to be read in conditions."""
    entries = keys.table(key)
    for name, _ in entries:
        if not _VARIABLE.fullmatch(name.text):
            hint = "lower-case letters, digits and `_`"
            keys.notes.at(name, "wrong-value", f"`{name.text}` cannot be named in a condition", hint=hint)
    return [entry for entry in entries if _VARIABLE.fullmatch(entry[0].text)]


def _rule(keys: Keys, source: Source) -> RuleText | None:
    rule_id = keys.text("id", required=True)
    when = keys.scalar("when", required=True)
    verdict = Verdict(keys.word("verdict", VERDICTS))
    on_error = Verdict(keys.word("on_error", ON_ERROR))
    rule = RuleText(
        id=rule_id,
        when=when or _nowhere(keys.node),
        verdict=verdict,
        on_error=on_error,
        explain=keys.texts("explain", required=True),
        evidence=tuple(pair for node in keys.nodes("evidence") for pair in _evidence(node, keys.notes)),
        until=keys.scalar("until"),
        obligations=tuple(_directive(part, "kind") for part in keys.each("obligations", "an obligation")),
        effects=tuple(_directive(part, "do") for part in keys.each("effects", "an effect")),
        on=keys.words("on"),
        place=_id_place(keys),
        source=source,
        suspicion=keys.word("suspicion", ("true", "false"), "false") == "true",
        when_allowed=keys.word("when_allowed", ("true", "false"), "false") == "true",
    )
    keys.done()
    return rule if rule_id and when else None


def _id_place(keys: Keys) -> Place:
    scalar = keys.scalar("id")
    return scalar.place if scalar else keys.node.place


def _nowhere(node: Node) -> Scalar:
    return Scalar(located(node.place), node.source, "")


def _evidence(node: Node, notes: Notes) -> list[tuple[str, Scalar]]:
    """A bare name gives evidence under that name; a mapping names expressions."""
    if isinstance(node, Scalar):
        if _PATH.fullmatch(node.text):
            return [(node.text, node)]
        notes.at(node, "wrong-value", f"`{node.text}` is not a name", hint=f'write `- {{some_key: "{node.text}"}}`')
        return []
    if not isinstance(node, Entries):
        notes.at(node, "wrong-type", f"evidence is a name or `{{key: expression}}`, not {kind_of(node)}")
        return []
    found = []
    for key, value in node.entries:
        if isinstance(value, Scalar):
            found.append((key.text, value))
        else:
            notes.at(value, "wrong-type", f"evidence is an expression, not {kind_of(value)}")
    return found


def _directive(keys: Keys, name: str) -> Directive:
    word = keys.scalar(name, required=True)
    args: list[tuple[str, Scalar | Texts]] = []
    for key, value in keys.table("with"):
        if isinstance(value, Scalar):
            args.append((key.text, value))
        else:
            args.append((key.text, texts_of(value, key.text, keys.notes)))
    keys.done()
    return Directive(word.text if word else "", tuple(args), (word or keys.node).place, keys.node.source)


def named(keys: Keys, key: str, shape: re.Pattern[str], hint: str) -> str:
    """The name that a mapping gives itself; "" when it cannot be one."""
    scalar = keys.scalar(key, required=True)
    if scalar is None or shape.fullmatch(scalar.text):
        return scalar.text if scalar else ""
    keys.notes.at(scalar, "wrong-value", f"`{scalar.text}` cannot be a name here", hint=hint)
    return ""

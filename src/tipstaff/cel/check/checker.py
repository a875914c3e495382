"""The checker: one pass over the parser's tree, names and types decided, everything wrong reported.

An expression that was reported has type `ERROR`, which fits anywhere, so that one mistake is said once. In the lenient
mode (the language's "unchecked" evaluation, used for conformance) nothing is reported: what cannot be decided stays
`dyn` and fails, if at all, when it runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel.check import complaints
from tipstaff.cel.check.environment import Environment
from tipstaff.cel.check.names import Names, dotted
from tipstaff.cel.check.resolve import accepts, resolve
from tipstaff.cel.check.unify import common, poisoned
from tipstaff.cel.declare.standard import STANDARD
from tipstaff.cel.findings import Finding
from tipstaff.cel.syntax import (
    Bind,
    Call,
    Expr,
    Has,
    Ident,
    ListLiteral,
    Literal_,
    MapLiteral,
    Quantifier,
    Select,
    Span,
)
from tipstaff.cel.types import (
    BOOL,
    DYN,
    ERROR,
    INT,
    STRING,
    UINT,
    ListType,
    MapType,
    RecordType,
    Type,
    list_of,
    map_of,
)

_KEYS = (BOOL, INT, UINT, STRING, DYN, ERROR)


class Checker:
    """Checks one text. `findings` holds what was wrong after `check`."""

    def __init__(self, text: str, environment: Environment, *, strict: bool = True) -> None:
        self.text = text
        self.environment = environment
        self.strict = strict
        self.findings: list[Finding] = []
        self._names = Names(environment)

    def check(self, node: Expr) -> Expr:
        """The same tree with types, references and overloads."""
        match node:
            case Literal_():
                return node
            case Ident() | Select():
                return self._name_or_field(node)
            case Has():
                return self._has(node)
            case Call():
                return self._call(node)
            case ListLiteral():
                return self._list(node)
            case MapLiteral():
                return self._map(node)
            case Quantifier():
                return self._quantifier(node)
            case Bind():
                return self._bind(node)

    # -- names and fields

    def _name_or_field(self, node: Ident | Select) -> Expr:
        name = dotted(node)
        if name and (declared := self._names.declared(name, node)):
            return declared
        if isinstance(node, Ident) or (name and not self._names.known(name)):
            return self._unknown(name, node)
        operand = self.check(node.operand)
        of = self._field_type(operand, node)
        return Select(span=node.span, operand=operand, field=node.field, type=of)

    def _unknown(self, name: str, node: Ident | Select) -> Expr:
        plain = name.removeprefix(".")
        if self.strict:
            self.findings.append(complaints.unknown_name(plain, node.span, self.environment, self._names.local))
            return Ident(span=node.span, name=plain, type=ERROR)
        if isinstance(node, Select):
            operand = self._unknown(name.rpartition(".")[0], _owner(node))
            return Select(span=node.span, operand=operand, field=node.field)
        return Ident(span=node.span, name=plain, reference="variable")

    def _field_type(self, operand: Expr, node: Select | Has) -> Type:
        """The type of a field; reports one that is not there."""
        of = operand.type
        if isinstance(of, RecordType):
            if (member := of.members.get(node.field)) is not None:
                return member.type
        elif isinstance(of, MapType) and of.key in (STRING, DYN):
            return of.value
        elif of == DYN:
            return DYN
        if of is ERROR:
            return ERROR
        return self._wrong(complaints.unknown_field(node, operand, self.text))

    def _wrong(self, finding: Finding) -> Type:
        if not self.strict:
            return DYN
        self.findings.append(finding)
        return ERROR

    def _has(self, node: Has) -> Expr:
        whole = Select(span=Span(node.operand.span.start, node.span.end), operand=node.operand, field=node.field)
        name = dotted(node.operand)
        variable = f"{name}.{node.field}".removeprefix(".")
        if name and variable in self.environment.variables and not self._names.is_local(name):
            self._wrong(complaints.has_of_variable(variable, whole.span))
            return Has(span=node.span, operand=Ident(span=node.operand.span, name=name, type=ERROR), field=node.field)
        operand = self.check(node.operand)
        self._field_type(operand, node)
        return Has(span=node.span, operand=operand, field=node.field, type=BOOL)

    # -- calls

    def _call(self, node: Call) -> Expr:
        name = self._qualified(node)
        if name:
            node = Call(span=node.span, function=name, args=node.args)
        target = self.check(node.target) if node.target is not None else None
        args = node.args if self._foreign_macro(node) else tuple(map(self.check, node.args))
        operands = args if target is None else (target, *args)
        overload, of = self._signature(node, operands)
        return Call(span=node.span, function=node.function, args=args, target=target, overload=overload, type=of)

    def _foreign_macro(self, node: Call) -> bool:
        """Whether it looks like a macro of another language, `list.any(x, ...)`: then `x` is no unknown name."""
        if not self.strict or node.target is None or len(node.args) < 2 or node.function in STANDARD:
            return False
        first = node.args[0]
        return isinstance(first, Ident) and self._names.declared(first.name, first) is None

    def _qualified(self, node: Call) -> str:
        """The whole name of a function with dots or a leading dot; "" for a plain one and for a member call."""
        if node.target is None:
            return node.function.removeprefix(".")
        space = dotted(node.target).removeprefix(".")
        if not space or self._names.is_local(space):
            return ""
        name = f"{space}.{node.function}"
        if name in STANDARD or name in self.environment.functions:
            return name
        # Nothing of that name to call a member of: a function was meant.
        return name if self.strict and not self._names.known(space) else ""

    def _signature(self, node: Call, operands: Sequence[Expr]) -> tuple[str, Type]:
        """The overload and the type of the result."""
        types = [operand.type for operand in operands]
        function = self.environment.functions.get(node.function)
        if function is not None and node.target is None:
            if accepts(function, types):
                return "", function.result
            return "", self._wrong(complaints.wrong_arguments(node, function, types))
        overloads = STANDARD.get(node.function)
        if overloads is None:
            return "", self._wrong(complaints.unknown_function(node, self.text, self.environment))
        resolved = resolve(overloads, types, member=node.target is not None)
        if resolved is not None:
            return resolved.overload, ERROR if poisoned(types, resolved.result) else resolved.result
        if ERROR in types:
            return "", ERROR
        if node.function in ("_&&_", "_||_", "!_"):
            return "", self._not_bools(node.function.strip("_"), operands)
        return "", self._wrong(complaints.no_overload(node, types, overloads, self.text))

    def _not_bools(self, sign: str, operands: Sequence[Expr]) -> Type:
        """Each operand of a connective that is no truth value is a mistake of its own."""
        for operand in operands:
            if operand.type not in (BOOL, DYN):
                self._wrong(complaints.not_a_condition(operand, f"`{sign}`"))
        return BOOL

    # -- literals and macros

    def _list(self, node: ListLiteral) -> Expr:
        items = tuple(map(self.check, node.items))
        return ListLiteral(span=node.span, items=items, type=list_of(common(item.type for item in items)))

    def _map(self, node: MapLiteral) -> Expr:
        entries = tuple((self.check(key), self.check(value)) for key, value in node.entries)
        for key, _ in entries:
            if key.type not in _KEYS:
                self._wrong(complaints.bad_key(key))
        keys, values = common(key.type for key, _ in entries), common(value.type for _, value in entries)
        return MapLiteral(span=node.span, entries=entries, type=map_of(keys, values))

    def _quantifier(self, node: Quantifier) -> Expr:
        over = self.check(node.range)
        of = over.type
        if isinstance(of, ListType):
            element: Type = of.element
        elif isinstance(of, MapType):
            element = of.key
        else:
            element = of if of in (DYN, ERROR) else self._wrong(complaints.not_a_range(node, over))
        outer, self._names = self._names, self._names.inside(node.variable, element)
        condition = self._condition(node.condition, node.kind) if node.condition is not None else None
        body = self.check(node.body) if node.kind == "map" else self._condition(node.body, node.kind)
        self._names = outer
        result: Type = BOOL
        if node.kind in ("map", "filter"):
            result = list_of(body.type if node.kind == "map" else element)
        return Quantifier(
            span=node.span,
            kind=node.kind,
            range=over,
            variable=node.variable,
            body=body,
            condition=condition,
            type=result,
        )

    def _condition(self, node: Expr, macro: str) -> Expr:
        checked = self.check(node)
        if checked.type not in (BOOL, DYN, ERROR):
            self._wrong(complaints.not_a_condition(checked, f"`{macro}`"))
        return checked

    def _bind(self, node: Bind) -> Expr:
        value = self.check(node.value)
        outer, self._names = self._names, self._names.inside(node.variable, value.type)
        body = self.check(node.body)
        self._names = outer
        return Bind(span=node.span, variable=node.variable, value=value, body=body, type=body.type)


def _owner(node: Select) -> Ident | Select:
    """The operand of a dotted name, which is again one."""
    assert isinstance(node.operand, Ident | Select)
    return node.operand

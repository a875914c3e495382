"""Constants, variables and members as Python."""

from __future__ import annotations

import math
from keyword import iskeyword
from typing import Final

from tipstaff.cel.emit.context import Context, Emitter, UnsupportedError, presence
from tipstaff.cel.emit.sheet import Path
from tipstaff.cel.run.access import path_of
from tipstaff.cel.syntax import Expr, Has, Ident, Select
from tipstaff.cel.types import MapType, Member, RecordType, Type

_LONGEST_LITERAL: Final = 200


def literal(value: object, emitter: Emitter) -> str:
    """A constant: written out when it is plain and short, else an object under a name."""
    if value is None or value is True or value is False:
        return repr(value)
    if type(value) is int:
        return f"({value})" if value < 0 else repr(value)
    if type(value) is float and math.isfinite(value):
        return f"({value!r})" if value < 0 else repr(value)
    if type(value) in (str, bytes) and len(value) <= _LONGEST_LITERAL:  # type: ignore[arg-type]
        return ascii(value)
    return emitter.sheet.constant(value)


def ident(node: Ident, emitter: Emitter, at: Context) -> str:
    """A loop variable, a declared variable or the name of a type."""
    local = at.local(node)
    if local is not None:
        return local
    if node.reference == "type":
        return emitter.sheet.constant(Type(node.name))
    if node.reference != "variable":
        raise UnsupportedError(node.name)
    if node.name in emitter.records:
        return emitter.sheet.root(node.name)
    type_ = emitter.sheet.constant(node.type)
    return emitter.sheet.share(f"read(get, {node.name!a}, {type_}, broken)", keep=True)


def _path(node: Expr, emitter: Emitter, at: Context) -> Path | None:
    """The path of a member of a record that is loaded at the top; None for anything else."""
    if isinstance(node, Ident):
        return Path(node.name, ()) if node.name in emitter.records and at.local(node) is None else None
    if not isinstance(node, Select):
        return None
    owner, member = _path(node.operand, emitter, at), _member(node.operand, node.field)
    return None if owner is None or member is None else Path(owner.root, owner.steps + _steps(member))


def _steps(member: Member) -> tuple[tuple[str, bool], ...]:
    *way, last = member.attribute.split(".")
    return (*((attribute, False) for attribute in way), (last, member.optional))


def _member(operand: Expr, field: str) -> Member | None:
    return operand.type.members.get(field) if isinstance(operand.type, RecordType) else None


def select(node: Select, emitter: Emitter, at: Context) -> str:
    """A member, guarded when it may be missing; a key of a map, which raises KeyError."""
    path = _path(node, emitter, at)
    if path is not None:
        raw = emitter.sheet.path(_rooted(path, emitter))
        return raw if not path.optional or presence(node) in at.present else f"({raw} if {raw} is not U else missing())"
    if isinstance(node.operand.type, MapType):
        return f"{emitter.value(node.operand, at)}[{node.field!a}]"
    member = _member(node.operand, node.field)
    if member is None:
        raise UnsupportedError(path_of(node))
    raw = _attribute(emitter.value(node.operand, at), member)
    if not member.optional or presence(node) in at.present:
        return raw
    if at.locals:
        return f"({raw} if {raw} is not U else missing())"
    name = emitter.sheet.fresh("t")
    return f"({name} if ({name} := {raw}) is not U else missing())"


def _rooted(path: Path, emitter: Emitter) -> Path:
    emitter.sheet.root(path.root)
    return path


def _attribute(owner: str, member: Member) -> str:
    return ".".join((owner, *attributes(member)))


def attributes(member: Member) -> list[str]:
    """The attributes to the value of a member. ValueError for one that no member may stand under."""
    way = member.attribute.split(".")
    for attribute in way:
        if not attribute.isidentifier() or iskeyword(attribute) or attribute.startswith("_"):
            raise ValueError(f"`{attribute}` cannot be the attribute of a member")
    return way


def has(node: Has, emitter: Emitter, at: Context) -> str:
    """`has(...)`: the member is there; what it is a member of must be."""
    select_ = Select(span=node.span, operand=node.operand, field=node.field)
    path = _path(select_, emitter, at)
    if path is None:
        return _has_elsewhere(node, emitter, at)
    raw = emitter.sheet.path(_rooted(path, emitter))
    if path.parent.optional and presence(node.operand) not in at.present:
        owner = emitter.sheet.path(path.parent)
        return f"({raw} is not U or ({owner} is U and missing()))"
    return f"({raw} is not U)"


def _has_elsewhere(node: Has, emitter: Emitter, at: Context) -> str:
    owner = emitter.value(node.operand, at)
    if isinstance(node.operand.type, MapType):
        return f"({node.field!a} in {owner})"
    member = _member(node.operand, node.field)
    if member is None:
        raise UnsupportedError(path_of(node))
    return f"({_attribute(owner, member)} is not U)"

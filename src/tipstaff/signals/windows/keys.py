"""From an event to the key it is counted under.

A key is one value or a tuple of values; an event with a list in its key has several keys. What is personal or long is
kept as a keyed digest, so that snapshots and memory hold no addresses in the clear and a long text costs 16 bytes.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import product
from operator import attrgetter
from sys import intern
from typing import Any, Final

from msgspec import UNSET

from tipstaff.native.kernels import kernel
from tipstaff.signals.lasting import short_ones
from tipstaff.signals.text.sketch import template_of
from tipstaff.signals.windows.declaring.spec import KeyPart
from tipstaff.signals.windows.fields import FieldAt
from tipstaff.vocab.event import Event

Key = Any
"""A value that hashes: str, bytes, int, float, bool, datetime, or a tuple of them."""

_LONG = 64
# What people put into addresses of one mailbox, or of one list of made-up mailboxes, to tell them apart.
_MARKS = re.compile(r"[\d._-]+")
# An event with a thousand recipients is one event; its keys are bounded like everything else.
MANY = 1_000


class Keys(tuple[Key, ...]):
    """Several keys of one event, as a list in the key gives them. Never empty."""

    __slots__ = ()


class Missing:
    """The event lacks a part of the key; `name` is the part."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


_KERNEL: Final[Any] = kernel("windows")

UNUSUAL = (Keys, Missing)
"""What an event may give in place of a key."""

Take = Callable[[Event], Any]
"""Takes a Key, Keys or Missing from an event."""


def key_taker(parts: Sequence[tuple[KeyPart, FieldAt]], secret: bytes) -> Take:
    """The function that takes the key from events of one type.

    Args:
        parts: what the key consists of and where that stands in the type.
        secret: keys the digests; the same secret gives the same keys on every run.
    """
    if len(parts) == 1:
        return _part_taker(parts[0][0], parts[0][1], secret)
    takers = [_shared_taker(part, field, secret) for part, field in parts]
    if all(is_plain(part, field) for part, field in parts):
        return attrgetter(*(field.attribute for _, field in parts))

    def take(event: Event) -> Key | Keys | Missing:
        values = [taker(event) for taker in takers]
        several = False
        for value in values:
            if type(value) is Missing:
                return value
            several = several or type(value) is Keys
        return _every(values) if several else tuple(values)

    return take


def value_taker(field: FieldAt, secret: bytes) -> Take:
    """The function that takes the value to be told apart (`distinct`): a Key, Keys or Missing."""
    return _shared_taker(KeyPart(field.attribute), field, secret)


def _shared_taker(part: KeyPart, field: FieldAt, secret: bytes) -> Take:
    """Takes an account as one string for all the keys and values it stands in, not as the one of each event."""
    get = attrgetter(field.attribute)
    return (lambda event: intern(get(event))) if field.attribute == "account" else _part_taker(part, field, secret)


def is_plain(part: KeyPart, field: FieldAt) -> bool:
    """Whether the field's value is the key as it is: always there, one, short and nobody's."""
    short = field.type.kind != "str" or not field.attribute.startswith("data") or bool(field.type.choices)
    return short and part.subnet is None and not part.template and not (field.optional or field.many or field.personal)


def _part_taker(part: KeyPart, field: FieldAt, secret: bytes) -> Take:
    get = attrgetter(field.attribute)
    if is_plain(part, field):
        return get
    keep = _keeper(part, field, secret)
    if not (field.optional or field.many) and field.personal and part.subnet is None and not part.template:
        return _digest_of(get, secret)
    if not (field.optional or field.many):
        return lambda event: keep(get(event))

    many = field.many
    several = _several(keep) if many else keep
    missing = Missing(part.path)

    def take(event: Event) -> Key | Keys | Missing:
        try:
            value = get(event)
        except AttributeError:  # an object on the way is missing
            return missing
        return missing if value is UNSET or (many and not value) else several(value)

    return take


def _several(keep: Callable[[Any], Key]) -> Callable[[Sequence[Any]], Key | Keys]:
    """What is kept of a list that is not empty."""

    def keep_all(values: Sequence[Any]) -> Key | Keys:
        kept = dict.fromkeys(map(keep, values[:MANY]))
        return Keys(kept) if len(kept) > 1 else next(iter(kept))

    return keep_all


def _keeper(part: KeyPart, field: FieldAt, secret: bytes) -> Callable[[Any], Key]:
    """What is kept of one value."""
    digest = digester(secret)
    if part.subnet is not None:
        return networks(*part.subnet)
    if part.template:
        return lambda text: template_of(text) or digest(_plain_mailbox(text))
    if field.personal:
        return digest
    if field.type.kind == "str":
        return lambda text: text if len(text) <= _LONG else digest(text)
    return lambda value: value


def _plain_mailbox(text: str) -> str:
    """A mail address without the tag, digits and signs of its local part; what is none, or nothing else, as it is."""
    local, at, host = text.partition("@")
    plain = _MARKS.sub("", local.partition("+")[0])
    return f"{plain}@{host}".lower() if at and plain and " " not in text else text


def digester(secret: bytes) -> Callable[[str], bytes]:
    """128 bits of SHA-256 over the secret and the text: who lacks the secret cannot try numbers against it."""
    before = sha256(secret).digest()
    if _KERNEL is not None:
        made: Callable[[str], bytes] = _KERNEL.Digest(before)
        return made
    begin = sha256(before).copy

    def digest(text: str) -> bytes:
        begun = begin()
        begun.update(text.encode())
        return begun.digest()[:16]

    return digest


def _digest_of(get: Callable[[Event], str], secret: bytes) -> Callable[[Event], bytes]:
    """Takes the digest of what `get` takes."""
    if _KERNEL is not None:
        made: Callable[[Event], bytes] = _KERNEL.Digest(sha256(secret).digest(), get)
        return made
    digest = digester(secret)
    return lambda event: digest(get(event))


def _every(values: list[Any]) -> Keys:
    """Every combination, when one or more parts are lists."""
    choices = [value if type(value) is Keys else (value,) for value in values]
    return Keys(key for key, _ in zip(product(*choices), range(MANY), strict=False))


@lru_cache(maxsize=16)
def networks(v4: int, v6: int) -> Callable[[str], str]:
    """`subnet_of` with these lengths, remembering what it was asked."""
    return short_ones(8_192)(lambda address: _network(address, v4, v6))


def subnet_of(address: str, v4: int = 24, v6: int = 64) -> str:
    """The network that an address lies in, as `192.0.2.0/24`; an IPv4 address inside IPv6 counts as itself.

    What is no address stays as it is: it is then its own network.
    """
    return networks(v4, v6)(address)


def _network(address: str, v4: int, v6: int) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:_LONG]
    if parsed.version == 6 and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    prefix = v4 if parsed.version == 4 else v6
    return str(ipaddress.ip_network((parsed, prefix), strict=False))

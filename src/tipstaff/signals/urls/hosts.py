"""The host of a link as a browser would ask for it (WHATWG URL), and the tricks that hide it from the reader's eye.

Hosts come out in lower case and in ASCII (`xn--...`), IPv4 addresses in dotted form however they were written, IPv6
addresses in brackets.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

# Most links: a host in letters, digits and hyphens, with an ending that begins with a letter; nothing hides there.
_PLAIN = re.compile(r"(?:(?:https?|ftp)://)?((?:[a-zA-Z0-9-]{1,63}\.){1,8}[a-zA-Z][a-zA-Z0-9-]*+)(?:[/?#]|\Z)")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}:)?[/\\]{2,}|(?:https?|ftp):[/\\]*", re.IGNORECASE)
_AUTHORITY = re.compile(r"[^/?#\\]*")
_PORT = re.compile(r":\d*$")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)\Z")
_NUMERIC = re.compile(r"(?:(?:0x[0-9a-f]*|\d+)(?:\.|\Z)){1,4}\Z")
_LONGEST_LABEL = 63
_LONGEST = 1_000
_DOTS = str.maketrans("。．｡", "...")


class Reading(NamedTuple):
    """`host` as asked ("" when there is none); `tricks`: userinfo, percent, number, backslash."""

    host: str
    tricks: tuple[str, ...]


def read_host(link: str) -> Reading:
    """The host of a link, with or without scheme."""
    plain = _PLAIN.match(link)
    if plain and len(plain[1]) < _LONGEST:
        return Reading(plain[1].lower(), ())
    return _hidden_host(link)


def _hidden_host(link: str) -> Reading:
    """The same of any link, whatever its host is written in."""
    tricks = set()
    scheme = _SCHEME.match(link)
    rest = link[scheme.end() :] if scheme else link
    authority = _AUTHORITY.match(rest, 0, _LONGEST)[0]  # type: ignore[index]  # it matches everywhere
    if "\\" in link[: (scheme.end() if scheme else 0) + len(authority) + 1]:
        tricks.add("backslash")
    user, at, named = authority.rpartition("@")
    if at and user:
        tricks.add("userinfo")
    if "%" in named:
        tricks.add("percent")
        named = unquote(named)
    host = ascii_host(_PORT.sub("", named))
    if _NUMERIC.match(host) and not _dotted(host):
        address = _ipv4(host)
        if address:
            tricks.add("number")
            host = address
    return Reading(host, tuple(sorted(tricks)))


def ascii_host(name: str) -> str:
    """A host name in lower case and ASCII, without a last dot. Labels too long to exist stay as they are."""
    if name.isascii():
        return name.lower().strip().rstrip(".")
    plain = unicodedata.normalize("NFKC", name.translate(_DOTS)).casefold()
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return ".".join(map(_ascii_label, plain.strip().rstrip(".").split(".")))


def unicode_host(host: str) -> str:
    """The host as people see it: `xn--` labels written out. A label that does not decode stays as it is."""
    return ".".join(map(_unicode_label, host.split("."))) if "xn--" in host else host


def is_address(host: str) -> bool:
    """An IP address, as `read_host` writes one."""
    return host.startswith("[") or _dotted(host)


def _ascii_label(label: str) -> str:
    if label.isascii() or len(label) > _LONGEST_LABEL:
        return label
    return "xn--" + label.encode("punycode").decode("ascii")


def _unicode_label(label: str) -> str:
    if not label.startswith("xn--") or len(label) > _LONGEST_LABEL:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _dotted(host: str) -> bool:
    if not host[-1:].isdecimal():
        return False
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _ipv4(host: str) -> str:
    """Dotted form of `3232235777`, `0xc0a80101`, `192.168.257`, `0300.0250.1.1`; "" when it is none."""
    parts = [_part(part) for part in host.rstrip(".").split(".")]
    if None in parts:
        return ""
    *leading, last = [part for part in parts if part is not None]
    if any(part > 255 for part in leading) or last >= 256 ** (4 - len(leading)):
        return ""
    value = last + sum(part << (24 - 8 * place) for place, part in enumerate(leading))
    return str(ipaddress.IPv4Address(value))


def _part(text: str) -> int | None:
    if not _NUMBER.match(text) or len(text) > 20:
        return None
    base = 16 if text.startswith("0x") else 8 if text.startswith("0") and len(text) > 1 else 10
    try:
        return int(text[2:] or "0", 16) if base == 16 else int(text, base)
    except ValueError:
        return None

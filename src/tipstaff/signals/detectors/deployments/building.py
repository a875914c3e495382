"""What scripts and build files name: images they start from, packages they install, addresses they fetch from.

FROM acme/xmrig:6                   an image          apt-get install -y tor     an installed package
docker run -d acme/xmrig            an image          git clone https://x/y.git  an address
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FROM = re.compile(
    r"(?:^|[\n{,])[ \t]*(?:-[ \t]+)?(?:FROM(?:[ \t]+--platform=\S{1,40})?[ \t]|\"?image\"?:)[ \t]*[\"']?"
    r"([^\s\"',{}]{1,300})",
    re.IGNORECASE,
)
_RUN = re.compile(r"\b(?:docker|podman|nerdctl)\s{1,4}(?:container\s{1,4})?(?:run|create|pull)\s([^\n;|&]{1,2000})")
# Options of `run` that take no value; all others take the next word when they hold no `=`.
_ALONE = re.compile(r"-[ditP]{1,4}|--(?:detach|interactive|tty|rm|privileged|init|publish-all|read-only|quiet)")
_INSTALL = re.compile(
    r"\b(?:apt|apt-get|aptitude|apk|yum|dnf|microdnf|zypper|pacman|brew|snap|choco|emerge|pkg|nix-env)\s"
    r"(?:[^\n;|&]{0,200}?\s)?(?:install|add|-S[yu]{0,3}|-iA)\s([^\n;|&]{1,4000})"
)
_ADDRESS = re.compile(r"(?:https?|git|ssh|ftp)(?:\+\w{1,8})?://[^\s\"'<>()|;`]{4,500}", re.IGNORECASE)
_MOST = 500


def images(text: str) -> Iterator[str]:
    """Images that a build file, a manifest or a command starts from."""
    for found in _FROM.finditer(text):
        yield found[1]
    for found in _RUN.finditer(text):
        yield from _first(found[1].split())


def installed(text: str) -> Iterator[str]:
    """Packages that the package manager of a system is told to install."""
    for found in _INSTALL.finditer(text):
        for word in found[1].replace("\\", " ").split()[:_MOST]:
            if not word.startswith("-"):
                yield word.strip("\"'").partition("=")[0]


def addresses(text: str) -> Iterator[str]:
    """Addresses that something is fetched from."""
    for found in _ADDRESS.finditer(text):
        yield found[0].partition("?")[0].partition("#")[0]


def _first(words: list[str]) -> Iterator[str]:
    """The first word that is neither an option nor the value of one."""
    value = False
    for word in words:
        if value:
            value = False
        elif word.startswith("-"):
            value = "=" not in word and not _ALONE.fullmatch(word)
        else:
            yield word.strip("\"'")
            return

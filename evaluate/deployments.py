"""Prohibited applications: every entry of a list in three disguises, and honest self-hosted software beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from evaluate.made.deployed import HONEST, IN_PRACTICE, build_files
from evaluate.shared import rows
from evaluate.signals import CATALOGUE, NOON
from evaluate.task import Example, Judge, Task, each
from tipstaff.signals import Reader
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

Told = Mapping[str, Any]

# The list's kinds; VPN and proxy are one there.
KINDS = {"pentest": "intrusion", "mass_mailer": "mass-mail", "messaging_bot": "messaging-bot", "proxy": "vpn"}
KINDS["vpn_proxy"] = "vpn"
# Categories of self-hosted software in which prohibited kinds belong: not honest neighbours.
NOT_HONEST = (
    "Proxy",
    "VPN",
    "Peer-to-peer",
    "Mailing Lists",
    "Remote Access",
    "Email",
    "Archiving",
    "Network Utilities",
)


def found(signal: str) -> Callable[[Told], frozenset[str]]:
    """A signal's kinds for an event, VPN and proxy as one."""

    def judge(told: Told) -> frozenset[str]:
        kinds = Reader(_event(told), CATALOGUE).get(signal)
        assert isinstance(kinds, list)
        return frozenset(KINDS.get(kind, kind) for kind in kinds)

    return judge


def substrings(told: Told) -> frozenset[str]:
    """What a search for the list's own words in the whole event finds."""
    text = str(dict(told)).lower()
    return frozenset(kind for kind, pattern in _patterns() if pattern in text)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, str], ...]:
    told = rows("prohibited_apps/signatures.csv")
    return tuple(
        (KINDS.get(row["kind"], row["kind"]), row["pattern"].lower()) for row in told if row["where"] != "port"
    )


def _event(told: Told) -> Any:
    data = {key: value for key, value in told.items() if key != "type"}
    envelope = {"specversion": "1.0", "id": "e", "source": "evaluate", "type": told["type"], "account": "acme"}
    raw = msgspec.json.encode({**envelope, "time": NOON.isoformat(), "data": {"app": "shop", **data}})
    return _decoder().decode(raw, NOON)


@lru_cache(maxsize=1)
def _decoder() -> Decoder:
    return Decoder(STANDARD)


def disguises(where: str, pattern: str) -> Iterator[Told]:
    """Three ways in which an entry of the list may turn up under an innocent application's name.

    An option that honest software has too comes with what it is for (`evaluate/made/deployed.py`).
    """
    if pattern in IN_PRACTICE:
        yield from IN_PRACTICE[pattern]
    elif where == "name":
        yield {"type": "app.deploy", "image": f"registry.mirror.example:5000/team/{pattern}-custom:2.1-alpine"}
        yield {
            "type": "app.deploy",
            "image": "debian:12",
            "command": f"sh -c 'cd /tmp && nohup ./{pattern} -c app.conf &'",
        }
        yield {"type": "app.observed", "processes": ["nginx: master process", f"/opt/.cache/{pattern}-linux-amd64 -q"]}
    elif where == "pool_domain":
        yield {"type": "app.deploy", "image": "debian:12", "command": f"./worker --url {pattern}:443 --user w1"}
        yield {"type": "app.observed", "processes": ["./kworker"], "dns": [f"{pattern}."]}
        yield {"type": "app.observed", "processes": ["./kworker"], "flows": [{"address": pattern, "port": 443}]}
    elif where == "port":
        login = '{"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"x"}}'
        flow = {"address": "192.0.2.7", "port": int(pattern), "payload_prefix": login}
        yield {"type": "app.observed", "processes": ["./kworker"], "flows": [flow]}
        yield {
            "type": "app.deploy",
            "image": "debian:12",
            "command": f"./worker -o stratum+tcp://192.0.2.7:{pattern} -u w",
        }
        yield {"type": "app.observed", "processes": [f"./kworker --algo=randomx --url 192.0.2.7:{pattern}"]}
    else:
        part = pattern.replace("\\s", " ")
        yield {"type": "app.deploy", "image": "debian:12", "command": "./worker", "arguments": ["--run", part]}
        yield {"type": "app.deploy", "image": "debian:12", "command": f'bash -c "exec ./start {part}"'}
        yield {"type": "app.observed", "processes": [f"./kworker {part}"]}


def _prohibited() -> list[Example]:
    return [
        Example(told, frozenset({KINDS.get(row["kind"], row["kind"])}), 0, row["where"])
        for row in rows("prohibited_apps/signatures.csv")
        for told in disguises(row["where"], row["pattern"])
    ]


def _built() -> list[Example]:
    """Every named program of the list, and every honest one, in build files, unit files, scripts and encoded lines."""
    return [
        *(
            Example(told, frozenset({KINDS.get(row["kind"], row["kind"])}), 0, way)
            for row in rows("prohibited_apps/signatures.csv")
            if row["where"] == "name"
            for way, told in build_files(row["pattern"])
        ),
        *(
            Example(told, frozenset(), 0, way)
            for row in rows("apps_selfhosted/data.csv.gz")
            if not any(kind in row["tags"] for kind in NOT_HONEST)
            for way, told in build_files(row["name"].lower().replace(" ", "-"))
        ),
    ]


def _honest() -> list[Example]:
    return [
        Example(told, frozenset())
        for row in rows("apps_selfhosted/data.csv.gz")
        if not any(kind in row["tags"] for kind in NOT_HONEST)
        for told in _as_deployed(row["name"].lower().replace(" ", "-"), row["source"])
    ]


def _as_deployed(name: str, source: str) -> Iterator[Told]:
    """An honest application as its users deploy it, and as it runs."""
    yield {
        "type": "app.deploy",
        "image": f"docker.io/{name}/{name}:1.2",
        "packages": [name],
        "command": f"/usr/bin/{name} serve --port 8080",
        "ports": [80, 443, 8080],
        **({"repository": source} if source.startswith("http") else {}),
    }
    yield {"type": "app.observed", "processes": [f"/usr/bin/{name} serve --port 8080"], "dns": [f"api.{name}.example"]}


def tasks() -> list[Task]:
    """The list in disguise, and honest software."""
    judges = (
        Judge("ours", each(found("deploy.found")), one=found("deploy.found")),
        Judge("ours, hints as well", each(found("deploy.hinted"))),
        Judge("a search for the list's words", each(substrings), one=substrings),
    )
    return [
        Task(
            signal="deploy.found",
            data="prohibited_apps in three disguises",
            role="dev",
            about="Every entry of the list as a renamed image, in a shell line, as a process, a lookup or a flow. "
            "Nine options that honest software has too (NET_ADMIN, --script, :1080 ...) come with what they are for.",
            examples=_prohibited,
            judges=judges,
            kind="names",
            targets={"recall": 1.0},
        ),
        Task(
            signal="deploy.found",
            data="apps_selfhosted, honest categories",
            role="dev",
            about="Self-hosted software as it is deployed and as it runs; categories in which prohibited kinds belong "
            "(file sharing, proxies, mail, remote access) are left out.",
            examples=_honest,
            judges=judges,
            kind="names",
            targets={"flagged": 0.0},
        ),
        Task(
            signal="deploy.found",
            data="named programs and honest ones in build files and scripts",
            role="dev",
            about="The same names in Dockerfiles, compose and unit files, crontabs, start scripts, archives, in base64 "
            "and cut by quotes; honest: the self-hosted applications in the same places.",
            examples=_built,
            judges=judges,
            kind="names",
            targets={"recall": 1.0, "flagged": 0.0},
        ),
        Task(
            signal="deploy.found",
            data="the list's options in honest software",
            role="dev",
            about="Written by us beside the rules: scanners of images, tests, corporate proxies, mail catchers.",
            examples=lambda: [Example(told, frozenset()) for told in HONEST],
            judges=judges,
            kind="names",
            targets={"flagged": 0.0},
        ),
    ]

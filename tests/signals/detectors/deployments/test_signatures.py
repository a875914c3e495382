"""Prohibited applications in several disguises, and the honest software that resembles them."""

from __future__ import annotations

from typing import Any

import pytest
from signalkit.events import event, reader, sms
from signalkit.shared import rows

from tipstaff.cel import CelError


def deploy(**data: Any) -> object:
    return reader(event("app.deploy", app="a", **data)).get("deploy.found")


def observe(**data: Any) -> object:
    return reader(event("app.observed", app="a", **data)).get("deploy.found")


def flow(port: int, payload: str) -> dict[str, Any]:
    return {"address": "192.0.2.1", "port": port, "payload_prefix": payload}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"image": "ghcr.io/acme/xmrig:6.2"}, "miner"),
        ({"command": "./runner", "arguments": ["-o", "stratum+tcp://pool.x:3333"]}, "miner"),
        ({"arguments": ["--algo=randomx", "--url", "eu.pool.example:443"]}, "miner"),
        ({"image": "linuxserver/wireguard", "capabilities": ["NET_ADMIN"]}, "vpn"),
        ({"command": "openvpn --config client.ovpn"}, "vpn"),
        ({"packages": ["shadowsocks-libev"]}, "proxy"),
        ({"image": "ubuntu/squid:5.2"}, "proxy"),
        ({"image": "lscr.io/linuxserver/qbittorrent"}, "bittorrent"),
        ({"packages": ["express", "webtorrent"]}, "bittorrent"),
        ({"command": "nmap -sS -p- 10.0.0.0/8"}, "intrusion"),
        ({"image": "kalilinux/kali-rolling"}, "intrusion"),
        ({"image": "listmonk/listmonk:latest"}, "mass-mail"),
        ({"files": [{"name": "leads.txt"}, {"name": "smtp_rotate.py"}]}, "mass-mail"),
        ({"packages": ["whatsapp-web.js"]}, "messaging-bot"),
        ({"image": "grafana/k6:1.0"}, "load-test"),
        ({"command": "bash -c 'wrk -t4 -c200 -d60s https://shop.example/'"}, "load-test"),
        ({"command": "aria2c --enable-dht=true film.torrent"}, "bittorrent"),
        ({"command": "aria2c https://films.example/film.torrent"}, "bittorrent"),
        ({"image": "acme/aria2c"}, "bittorrent"),
        ({"command": "ssh -ND 0.0.0.0:1080 a@192.0.2.1"}, "proxy"),
        ({"command": "./a -u http://x.example/?id=1 --dbs --batch"}, "intrusion"),
        ({"command": "python dm.py", "env_keys": ["MASS_DM_TOKENS"]}, "messaging-bot"),
    ],
)
def test_deployed(data: dict[str, Any], kind: str) -> None:
    assert deploy(**data) == [kind]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"processes": ["kworker --donate-level 1 -o 10.0.0.1:443"]}, "miner"),
        ({"dns": ["xmr-eu1.nanopool.org"]}, "miner"),
        (
            {"flows": [{"address": "192.0.2.1", "port": 443, "payload_prefix": '{"id":1,"method":"mining.subscribe"'}]},
            "miner",
        ),
        (
            {"flows": [{"address": "192.0.2.1", "port": 6881, "payload_prefix": "\x13BitTorrent protocol"}]},
            "bittorrent",
        ),
        ({"processes": ["/usr/sbin/openvpn"]}, "vpn"),
        (
            {
                "flows": [
                    {"address": "192.0.2.1", "port": 80, "payload_prefix": "GET / HTTP/1.1\r\nUser-Agent: sqlmap/1.7"}
                ]
            },
            "intrusion",
        ),
    ],
)
def test_observed_under_another_name(data: dict[str, Any], kind: str) -> None:
    assert observe(**data) == [kind]


@pytest.mark.parametrize(
    "data",
    [
        {"image": "rabbitmq:3", "ports": [5672, 5555, 4444]},
        {"image": "oryd/hydra:v2", "ports": [4444, 4445]},
        {"packages": ["python-nmap", "pytest"]},
        {"packages": ["requests"], "command": "python proxy_server.py"},
        {"packages": ["discord.js", "express"]},
        {"image": "aws-xray-daemon", "ports": [2000]},
        {"image": "nginx:1.27", "ports": [8080]},
        {"packages": ["stratum"], "image": "node:20"},
        {"image": "haraka/haraka", "ports": [25]},
        {"packages": ["john-doe-utils"], "command": "empire-builder"},
        {"repository": "https://github.com/acme/newsletter"},
        {"command": "aria2c -x 8 https://mirror.example/debian.iso"},
        {"command": "ssh -N -L 5432:db:5432 -D 127.0.0.1:1080 a@192.0.2.1"},
        {},
    ],
)
def test_honest_software_passes(data: dict[str, Any]) -> None:
    assert deploy(**data) == []


def test_other_events_are_no_application() -> None:
    with pytest.raises(CelError, match="no application"):
        reader(sms()).get("deploy.found")


def test_honest_applications_of_a_large_list_pass() -> None:
    """Self-hosted applications of other categories, by name, image and repository."""
    kinds = ("Proxy", "VPN", "Peer-to-peer", "Mailing Lists", "Remote Access", "Email", "Archiving")
    blocked = []
    for row in rows("apps_selfhosted/data.csv.gz"):
        if not any(kind in row["tags"] for kind in kinds):
            name = row["name"].lower().replace(" ", "-")
            found = deploy(image=f"docker.io/x/{name}:1.2", packages=[name], repository=row["source"] or "x")
            blocked += [(row["name"], found)] if found else []
    assert blocked == []

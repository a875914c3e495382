"""Half proofs need another sort beside them; names are whole names."""

from __future__ import annotations

from tipstaff.signals.detectors.deployments.signatures import Signatures, kinds_of

GIVEN = {
    "names": "xmrig",
    "shared": "miner",
    "written": "stratum+tcp://",
    "hints": "wallet",
    "hosts": "pool.example",
    "ports": "3333, 4444",
    "payload": "\\x13BitTorrent",
}
KNOWN = Signatures({"miner": GIVEN})


def test_names_are_whole_and_versions_do_not_hide_them() -> None:
    for text in ("ghcr.io/a/xmrig:6.21.0", "xmrig-6.2-linux-x64", "/opt/XMRig.exe", "C:\\tools\\xmrig.exe", "xmrig@1"):
        assert kinds_of(KNOWN.named(text)) == ["miner"], text
    for text in ("xmrigging", "my-xmrig-notes", "determiner"):
        assert kinds_of(KNOWN.named(text)) == [], text


def test_two_ports_prove_no_more_than_one() -> None:
    ports = [*KNOWN.port(3333), *KNOWN.port(4444)]
    assert kinds_of(ports) == []
    assert kinds_of([*ports, *KNOWN.named("miner")]) == ["miner"]


def test_hosts_count_with_their_subdomains_only() -> None:
    assert kinds_of(KNOWN.looked_up("eu1.pool.example.")) == ["miner"]
    assert kinds_of(KNOWN.looked_up("mypool.example")) == []
    assert kinds_of(KNOWN.written("run -o eu.pool.example:443")) == ["miner"]


def test_traffic_is_known_by_its_first_bytes() -> None:
    assert kinds_of(KNOWN.traffic("\x13BitTorrent protocol")) == ["miner"]
    assert kinds_of(KNOWN.traffic("GET / HTTP/1.1")) == []

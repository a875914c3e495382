"""Half proofs need another sort beside them; names are whole names."""

from __future__ import annotations

import pytest

from tipstaff.signals.detectors.deployments.naming import own_name, path_of, programs
from tipstaff.signals.detectors.deployments.signatures import Signatures, kinds_of

GIVEN = {
    "names": ["xmrig"],
    "programs": ["claymore"],
    "shared": ["miner"],
    "written": ["stratum+tcp://"],
    "hints": ["wallet"],
    "hosts": ["pool.example"],
    "ports": [3333, 4444],
    "payload": ["\x13BitTorrent"],
}
KNOWN = Signatures({"miner": GIVEN})


@pytest.mark.parametrize(
    "name",
    [
        "xmrig",
        "XMRig.exe",
        "xmrig-6.2-linux-x64",
        "my-xmrig-docker",
        "xmrig_v6",
        "xm-rig",
        "xmrig-server",
        "custom.xmrig",
    ],
)
def test_versions_builds_and_owners_do_not_hide_a_name(name: str) -> None:
    assert kinds_of(KNOWN.named(name)) == ["miner"]


@pytest.mark.parametrize("name", ["xmrigging", "my-xmrig-notes", "determiner", "", "-", "..."])
def test_a_name_is_a_whole_name(name: str) -> None:
    assert kinds_of(KNOWN.named(name)) == []


def test_an_ordinary_word_proves_something_as_the_program_itself_only() -> None:
    assert kinds_of(KNOWN.named("claymore", own=True)) == ["miner"]
    assert kinds_of(KNOWN.named("claymore-custom-1.2", own=True)) == ["miner"]
    assert kinds_of(KNOWN.named("claymore-builder", own=True)) == []
    assert kinds_of(KNOWN.named("claymore")) == []
    assert list(KNOWN.named("claymore-game", own=True)) == []


@pytest.mark.parametrize(
    ("line", "run"),
    [
        ("sh -c 'cd /tmp && nohup ./minerd_v2 -o x &'", ["cd", "minerd_v2"]),
        ("env A=1 B=2 sudo -u root /opt/x/y.bin --z", ["y.bin"]),
        ("timeout 30s ./run; exec ./other", ["run", "other"]),
        ("python3 /srv/app.py --x", ["app.py"]),
        ("a | b || c\nd `e`", ["a", "b", "c", "d", "e"]),
        ("", []),
        ("-x --y", []),
    ],
)
def test_what_a_line_runs(line: str, run: list[str]) -> None:
    assert list(programs(line)) == run


@pytest.mark.parametrize(
    ("image", "path", "name"),
    [
        ("nginx", "nginx", "nginx"),
        ("docker.io/library/nginx:1.27", "library/nginx", "nginx"),
        ("registry.example:5000/a/b/c@sha256:00", "a/b/c", "c"),
        ("localhost/x", "x", "x"),
        ("https://github.com/ory/hydra", "ory/hydra", "hydra"),
    ],
)
def test_what_an_image_is_called(image: str, path: str, name: str) -> None:
    assert (path_of(image), own_name(image)) == (path, name)


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

"""Every entry of the list in three disguises, and the same options, ports and words in honest software."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from typing import Any

import pytest
from evaluate.deployments import KINDS, disguises, found
from evaluate.made.deployed import HONEST, IN_PRACTICE, build_files
from evaluate.shared import rows
from evaluate.task import Absent

FOUND = found("deploy.found")


def test_every_entry_of_a_list_is_found_in_three_disguises() -> None:
    missed = []
    try:
        listed = rows("prohibited_apps/signatures.csv")
    except Absent as missing:
        pytest.skip(str(missing))
    for row in listed:
        for told in disguises(row["where"], row["pattern"]):
            if KINDS.get(row["kind"], row["kind"]) not in FOUND(told):
                missed.append((row["pattern"], told))
    assert missed == []


@pytest.mark.parametrize("told", HONEST)
def test_options_of_the_list_prove_nothing_in_honest_software(told: Any) -> None:
    assert FOUND(told) == frozenset()


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("option", sorted(IN_PRACTICE))
def test_it_is_the_option_that_proves(option: str, at: int) -> None:
    """With another option in its place, the same deployment is nothing."""
    told: dict[str, Any] = json.loads(json.dumps(IN_PRACTICE[option][at]))
    for file in told.get("files", ()):
        file["content"] = b64encode(_without(option, b64decode(file.get("content", "")).decode()).encode()).decode()
    assert FOUND(json.loads(_without(option, json.dumps(told)))) == frozenset()


def _without(option: str, text: str) -> str:
    bare = re.escape(option.strip(":").replace("-o\\spool.", "pool."))
    return re.sub(bare, "8080" if option.startswith(":") else "chown.", text, flags=re.IGNORECASE)


def test_what_is_built_and_started_is_found_and_honest_names_pass() -> None:
    for name, kind in (("xmrig", "miner"), ("openvpn", "vpn"), ("tor", "vpn"), ("masscan", "intrusion")):
        for way, told in build_files(name):
            assert FOUND(told) == {kind}, way
    for name in ("nextcloud", "wger", "gitea", "netdata", "outline"):
        for way, told in build_files(name):
            assert FOUND(told) == frozenset(), (name, way)

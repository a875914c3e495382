"""The benchmark's rules as a pack, so that ours is measured as users run it: loaded and compiled from files."""

from __future__ import annotations

import json
from pathlib import Path

from bench.decisions.workload import FIELDS, TYPES, BenchRule


def write_pack(folder: Path, rules: list[BenchRule]) -> Path:
    """Write the rules as one policy with one clause and one control each; gives the folder to load."""
    pack = folder / "bench"
    (pack / "controls").mkdir(parents=True)
    policy = {
        "policy": "bench",
        "title": _both("Benchmark"),
        "operator": _both("Benchmark"),
        "languages": ["en", "fr"],
        "versions": [{"version": "1", "from": "2026-01-01T00:00:00Z", "changes": _both("First.")}],
        "fields": dict.fromkeys(TYPES, FIELDS),
    }
    # JSON is YAML: no need for a second writer.
    (pack / "policy.yaml").write_text(json.dumps(policy))
    (pack / "clauses.yaml").write_text(json.dumps([_clause(rule) for rule in rules]))
    (pack / "controls" / "all.yaml").write_text(json.dumps([_control(rule) for rule in rules]))
    return folder


def _clause(rule: BenchRule) -> dict[str, object]:
    return {
        "id": f"bench.{rule.id}",
        "ref": rule.id,
        "kind": "prohibition",
        "control": "automatic",
        "text": _both(f"Clause {rule.id}."),
        "controls": [{"use": f"bench.{rule.id}"}],
    }


def _control(rule: BenchRule) -> dict[str, object]:
    explain = {
        "en": "Seen from {event.context.country} on {event.context.host}.",
        "fr": "Vu depuis {event.context.country} sur {event.context.host}.",
    }
    return {
        "control": f"bench.{rule.id}",
        "about": "A rule of the benchmark.",
        "on": list(rule.types),
        "rules": [
            {
                "id": rule.id,
                "when": rule.cel,
                "verdict": "review",
                "on_error": "review",
                "explain": explain,
                "evidence": ["event.context.score"],
            }
        ],
    }


def _both(text: str) -> dict[str, str]:
    return {"en": text, "fr": text}

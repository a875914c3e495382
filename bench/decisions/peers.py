"""The engines next to ours, each in its best form: compiled once, one call per event, dispatch by type outside.

Each peer takes the event's JSON bytes and gives the ids of the rules that match. A peer whose package is not installed
is left out and the table says so; `bench/peers.txt` lists what to install.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Any

from bench.decisions.workload import BenchRule, by_type

Matcher = Callable[[bytes], set[str]]

_REGO_HEAD = """package {name}
import rego.v1
c := input.data.context
either_above(n) if {{ c.is_new; c.score > n }}
either_above(n) if {{ not c.is_new; c.age_days > n }}
"""


def _event_type(raw: bytes) -> str:
    """The type without parsing the whole document: the same cheap dispatch for every peer."""
    start = raw.index(b'"type": "') + 9
    return raw[start : raw.index(b'"', start)].decode()


def _package(event_type: str) -> str:
    return "t_" + event_type.replace(".", "_")


def _rego(event_type: str, rules: list[BenchRule]) -> str:
    body = "".join(f'm contains "{rule.id}" if {{\n  {rule.rego}\n}}\n' for rule in rules)
    return _REGO_HEAD.format(name=_package(event_type)) + body


def regorus(rules: list[BenchRule]) -> tuple[Matcher, set[str]]:
    """regorus' register machine (Rust), one program per type."""
    module: Any = importlib.import_module("regorus")
    machines = {}
    for name, some in by_type(rules):
        entry = f"data.{_package(name)}.m"
        program = module.Program.compile_from_modules("{}", [(f"{name}.rego", _rego(name, some))], [entry])
        machine = module.Rvm()
        machine.load_program(program)
        machine.set_data_json("{}")
        machines[name] = machine

    def match(raw: bytes) -> set[str]:
        machine = machines[_event_type(raw)]
        machine.set_input_json(raw.decode())
        return set(json.loads(machine.execute()))

    return match, {rule.id for rule in rules}


def opa(rules: list[BenchRule]) -> tuple[Matcher, set[str]]:
    """Open Policy Agent (Go) in process, one package per type."""
    module: Any = importlib.import_module("opa_bindings")
    engine = module.OpaEngine()
    for name, some in by_type(rules):
        engine.add_policy(f"{name}.rego", _rego(name, some))

    def match(raw: bytes) -> set[str]:
        return set(engine.eval_document(f"{_package(_event_type(raw))}.m", json.loads(raw)))

    return match, {rule.id for rule in rules}


def cedar(rules: list[BenchRule]) -> tuple[Matcher, set[str]]:
    """Cedar (Rust): only the rules it can express; labels become a record."""
    module: Any = importlib.import_module("cedarpy")
    sayable = [rule for rule in rules if rule.cedar is not None]
    sets = {}
    for name, some in by_type(sayable):
        text = "\n".join(
            f'@id("{rule.id}") permit(principal, action, resource) when {{ {rule.cedar} }};' for rule in some
        )
        sets[name] = module.PolicySet.from_str(text)
    entities = module.Entities.from_json_str("[]")
    names = {name: _cedar_ids(some) for name, some in by_type(sayable)}

    def match(raw: bytes) -> set[str]:
        event = json.loads(raw)
        context = event["data"]["context"]
        del context["amount"]  # Cedar has no floating point numbers
        request = {"principal": 'A::"a"', "action": 'Action::"x"', "resource": 'R::"r"', "context": context}
        answer = module.is_authorized(request, sets[event["type"]], entities)
        return {names[event["type"]][reason] for reason in answer.diagnostics.reasons}

    return match, {rule.id for rule in sayable}


def _cedar_ids(rules: list[BenchRule]) -> dict[str, str]:
    """Policies are named by their position, or by their @id where the binding keeps it."""
    positions = {f"policy{number}": rule.id for number, rule in enumerate(rules)}
    return {**positions, **{rule.id: rule.id for rule in rules}}


def google_cel(rules: list[BenchRule]) -> tuple[Matcher, set[str]]:
    """Google's C++ CEL: the rules of a type fused into one list expression."""
    cel: Any = importlib.import_module("cel_expr_python.cel")
    env = cel.NewEnv(variables={"event": cel.Type.DYN})
    programs = {}
    for name, some in by_type(rules):
        fused = "[" + ", ".join(f"({_dyn_time(rule.cel)})" for rule in some) + "]"
        programs[name] = (env.compile(fused), [rule.id for rule in some])

    def match(raw: bytes) -> set[str]:
        event = json.loads(raw)
        program, ids = programs[event["type"]]
        flags = program.eval(data={"event": event["data"]}).value()
        return {rule for rule, flag in zip(ids, flags, strict=True) if _plain(flag)}

    return match, {rule.id for rule in rules}


def _dyn_time(cel: str) -> str:
    return cel.replace("event.context.opened_at.", "timestamp(event.context.opened_at).")


def _plain(flag: Any) -> bool:
    return bool(flag.value() if hasattr(flag, "value") else flag)


PEERS: dict[str, Callable[[list[BenchRule]], tuple[Matcher, set[str]]]] = {
    "regorus VM": regorus,
    "OPA": opa,
    "Cedar": cedar,
    "Google C++ CEL": google_cel,
}

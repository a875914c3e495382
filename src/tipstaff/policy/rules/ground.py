"""What the uses of a policy's clauses stand on: its names, its windows, and what each expression may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tipstaff.cel import Environment
from tipstaff.cel.types import Type
from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.pack.composite import TEXTS
from tipstaff.policy.pack.nouns import Control, Policy, Value
from tipstaff.policy.pack.words_file import Words
from tipstaff.policy.rules.events import Events
from tipstaff.policy.rules.variants import Variant, plain
from tipstaff.policy.rules.windows import Params, Window, read_windows
from tipstaff.policy.rules.workshop import Scope, Workshop


@dataclass(frozen=True, slots=True)
class Ground:
    """What all uses of one policy's clauses stand on.

    `environments`: by event type, as they are first asked for. `words`: what values are called where people read them.
    """

    policy: Policy
    windows: Mapping[str, Scalar]
    events: Events
    workshop: Workshop
    notes: Notes
    environments: dict[str, Environment] = field(default_factory=dict)
    words: Words = field(default_factory=dict)

    def noting(self, notes: Notes) -> Ground:
        """The same, with its mistakes noted elsewhere."""
        return Ground(self.policy, self.windows, self.events, self.workshop, notes, self.environments, self.words)

    def environment(self, event_type: str) -> Environment:
        """What every expression on an event type may name."""
        found = self.environments.get(event_type)
        if found is None:
            found = self.workshop.base.with_variables(self.events.variables[event_type])
            self.environments[event_type] = found
        return found


def windows_of(ground: Ground, control: Control, values: Mapping[str, Value]) -> dict[str, Window]:
    """The windows that conditions of a control may read by name: the policy's and its own."""
    surroundings = (ground.workshop.knowledge, ground.notes)
    shared = read_windows(ground.windows, Params((), {}), ground.events.vocabulary, surroundings)
    own = read_windows(control.windows, Params(control.params, values), ground.events.vocabulary, surroundings)
    return shared | own


def scope_of(
    ground: Ground, on: tuple[Control, str, Mapping[str, str]], variant: Variant, windows: Mapping[str, Window]
) -> Scope:
    """What expressions may name on one event type.

    Args:
        on: the control, the event type, and the signals that params name.
    """
    control, event_type, signals = on
    params = {f"params.{name}": param.type for name, param in control.params.items() if param.notation != TEXTS}
    own: dict[str, Type] = {**params, **{f"window.{name}": window.type for name, window in windows.items()}}
    constants = plain(control, variant)
    ids = {**{f"window.{name}": window.id for name, window in windows.items()}, **signals}
    names = {name: f"{name}:{of}={constants.get(name)!r}={ids.get(name, '')}" for name, of in own.items()}
    if "event.type" in ground.events.variables[event_type]:
        constants["event.type"] = event_type
    key = f"{event_type}\n{ground.events.fields.get(event_type, '')}"
    environment = ground.environment(event_type)
    return Scope(environment.with_variables(own) if own else environment, constants, ids, key, names)

"""Prohibited applications: bittorrent, intrusion, load-test, mass-mail, messaging-bot, miner, proxy, vpn.

`deploy.found` is enough to refuse or to look; a rule that destroys something asks `deploy.strength(kind) >= 2` as well:
signs of two sorts (a name and a pool, an option and traffic) that do not rest on each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel.types import INT, STRING, STRINGS
from tipstaff.signals.detectors.deployments.evidence import signs
from tipstaff.signals.detectors.deployments.signatures import kinds_of
from tipstaff.signals.signal import Finding, Signal, SignalFunction, View

_DEPLOYED, _OBSERVED = "app.deploy", "app.observed"
_KINDS = "bittorrent, intrusion, load-test, mass-mail, messaging-bot, miner, proxy, vpn"


def found(view: View) -> list[str]:
    """Kinds that are proved, sorted."""
    return kinds_of(view.once(signs))


def static(view: View) -> list[str]:
    """Kinds that are proved by what is declared: none for an event that tells what an application does."""
    return found(view) if view.event.type == _DEPLOYED else _none(view)


def observed(view: View) -> list[str]:
    """Kinds that are proved by what the application does: none for a deployment."""
    return found(view) if view.event.type == _OBSERVED else _none(view)


def hinted(view: View) -> list[str]:
    """Kinds with any sign, proved or not: for a person to look at. Sorted."""
    return sorted({sign.kind for sign in view.once(signs) if sign.sort != "port"} | set(found(view)))


def strength(view: View, kind: str) -> int:
    """How many sorts of signs point at a kind: name, writing, host, port, traffic, wallet."""
    return len({sign.sort for sign in view.once(signs) if sign.kind == kind})


def _none(view: View) -> list[str]:
    """Nothing, after making sure that the event is about an application at all."""
    view.once(signs)
    return []


def _explain_hints(view: View) -> Sequence[Finding]:
    return [Finding(f"{sign.kind}: {sign.seen} ({sign.sort})") for sign in view.once(signs)]


def _explain(view: View) -> Sequence[Finding]:
    kinds = found(view)
    return [Finding(f"{sign.kind}: {sign.seen} ({sign.sort})") for sign in view.once(signs) if sign.kind in kinds]


SIGNALS = (
    Signal(
        name="deploy.found",
        type=STRINGS,
        cost=60,
        version="5",
        languages=(),
        about=f"Prohibited applications in a deployment or in what it does: {_KINDS}.",
        compute=found,
        explain=_explain,
    ),
    Signal(
        name="deploy.static",
        type=STRINGS,
        cost=60,
        version="4",
        languages=(),
        about=f"Prohibited applications in what is declared of a deployment: {_KINDS}.",
        compute=static,
        explain=_explain,
    ),
    Signal(
        name="deploy.observed",
        type=STRINGS,
        cost=60,
        version="4",
        languages=(),
        about=f"Prohibited applications in what a running application is seen to do: {_KINDS}.",
        compute=observed,
        explain=_explain,
    ),
    Signal(
        name="deploy.hinted",
        type=STRINGS,
        cost=60,
        version="4",
        languages=(),
        about="Kinds that anything but a port points at, proved or not, for a person to look at: names that honest "
        "software bears too, options that others have.",
        compute=hinted,
        explain=_explain_hints,
    ),
    SignalFunction(
        name="deploy.strength",
        params=(STRING,),
        result=INT,
        cost=60,
        version="4",
        languages=(),
        about="How many sorts of signs point at a kind of prohibited application: name, writing, host, port, traffic. "
        "Ask for two before anything is destroyed.",
        compute=strength,
    ),
)

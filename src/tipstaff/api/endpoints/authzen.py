"""The shapes of OpenID AuthZEN Authorization API 1.0 (§5 to §8 and §13), as structs."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType


class Subject(Struct, frozen=True):
    """Who asks: an account, or something of an account's that names it in `properties.account`."""

    type: str
    id: str
    properties: dict[str, Any] = {}


class Action(Struct, frozen=True):
    """What is about to happen: `name` is an event type."""

    name: str
    properties: dict[str, Any] = {}


class Resource(Struct, frozen=True):
    """What it happens to."""

    type: str
    id: str
    properties: dict[str, Any] = {}


class Evaluation(Struct, frozen=True):
    """One question. Inside several, a missing part is taken from the request's own."""

    subject: Subject | UnsetType = UNSET
    action: Action | UnsetType = UNSET
    resource: Resource | UnsetType = UNSET
    context: dict[str, Any] | UnsetType = UNSET


class Question(Struct, frozen=True):
    """One question on its own: every part but the context is required."""

    subject: Subject
    action: Action
    resource: Resource
    context: dict[str, Any] = {}


class Options(Struct, frozen=True):
    """How several evaluations run: all of them, or until the first deny or permit."""

    evaluations_semantic: Literal["execute_all", "deny_on_first_deny", "permit_on_first_permit"] = "execute_all"


class Evaluations(Struct, frozen=True):
    """Several questions with shared parts; without `evaluations` it is one question."""

    subject: Subject | UnsetType = UNSET
    action: Action | UnsetType = UNSET
    resource: Resource | UnsetType = UNSET
    context: dict[str, Any] | UnsetType = UNSET
    evaluations: list[Evaluation] = []
    options: Options = Options()


class Answered(Struct, frozen=True, omit_defaults=True):
    """`decision` is the verdict as yes or no; `context` holds the decision, or the error when there is none."""

    decision: bool
    context: dict[str, Any] = {}


class AllAnswered(Struct, frozen=True):
    """One answer per question that ran, in order."""

    evaluations: list[Answered]


class Configuration(Struct, frozen=True):
    """The metadata document of AuthZEN 1.0, §13."""

    policy_decision_point: str
    access_evaluation_endpoint: str
    access_evaluations_endpoint: str

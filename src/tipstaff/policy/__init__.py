"""Packs as files → a checked bundle of compiled rules, or diagnostics: never half a policy.

`files` finds them, `document` reads YAML with places, `pack` checks what it says, `rules` compiles conditions for
every use and event type, `bundle` puts it together under one hash, `stack` says which version judges when, `lint` what
else is odd.
"""

from tipstaff.policy.bundle import Bundle, compile_bundle, load_bundle
from tipstaff.policy.knowledge import Knowledge
from tipstaff.policy.lint import lint
from tipstaff.policy.load import Loader, LoadResult, Pack, load
from tipstaff.policy.pack.nouns import Clause, Control, Policy, Version
from tipstaff.policy.rules.retention import Retention
from tipstaff.policy.rules.rule import Order, Rule
from tipstaff.policy.rules.templates import Hole, Template, legible
from tipstaff.policy.rules.windows import Window
from tipstaff.policy.stack import Stack, stack_at, version_at

__all__ = [
    "Bundle",
    "Clause",
    "Control",
    "Hole",
    "Knowledge",
    "LoadResult",
    "Loader",
    "Order",
    "Pack",
    "Policy",
    "Retention",
    "Rule",
    "Stack",
    "Template",
    "Version",
    "Window",
    "compile_bundle",
    "legible",
    "lint",
    "load",
    "load_bundle",
    "stack_at",
    "version_at",
]

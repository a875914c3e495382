"""The condition language: CEL (github.com/google/cel-spec) from text to a checked tree and to code.

Text goes through `parse`, `check` (names and types against an `Environment`), `weigh` (a bound on its time) and
folding; out comes a `Compiled` condition. `evaluate` is what it means; `fuse` makes many of them one Python function;
`explain` says which parts decided. Nothing a rule author writes is ever given to Python as it stands.
"""

from tipstaff.cel.check.environment import Environment, Sizes
from tipstaff.cel.compilation import compile_condition
from tipstaff.cel.compiled import Compiled
from tipstaff.cel.declare.overloads import Function
from tipstaff.cel.emit.fuse import Fused, fuse
from tipstaff.cel.index import conjuncts, literal_equalities
from tipstaff.cel.lower.machine import Machine, machine
from tipstaff.cel.reads import readable_path
from tipstaff.cel.run.activation import Activation
from tipstaff.cel.run.explaining import explain
from tipstaff.cel.run.program import evaluate
from tipstaff.cel.values import CelError, UInt
from tipstaff.cel.weigh.weigh import weigh

__all__ = [
    "Activation",
    "CelError",
    "Compiled",
    "Environment",
    "Function",
    "Fused",
    "Machine",
    "Sizes",
    "UInt",
    "compile_condition",
    "conjuncts",
    "evaluate",
    "explain",
    "fuse",
    "literal_equalities",
    "machine",
    "readable_path",
    "weigh",
]

"""Tipstaff makes an acceptable use policy executable.

`from tipstaff import Engine` gives the whole decision in-process; everything else is a room of its own
(`docs/architecture.md` draws the house). The import stays light: the engine loads on first use.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipstaff.app.engine import Engine

__version__ = "0.1.0"
__all__ = ["Engine", "__version__"]


def __getattr__(name: str) -> Any:
    """Load `Engine` when it is first asked for, so that `import tipstaff` costs next to nothing."""
    if name == "Engine":
        from tipstaff.app.engine import Engine  # noqa: PLC0415  the one lazy import: the public name of a heavy room

        return Engine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

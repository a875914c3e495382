"""The program: its subcommands by name, loaded when used, and what becomes of errors.

Exit codes:
    0  done, and what was looked at is in order
    1  done, and something is not in order: a failed scenario, a bad line, a broken chain, a pack with errors
    2  not done: wrong use, or input that cannot be read
    3  not done: it belongs to a part of Tipstaff that is not built yet
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final

import click

from tipstaff import __version__
from tipstaff.vocab.errors import NotThereYet, PackInvalid, TipstaffError

NOT_IN_ORDER: Final = 1
NOT_DONE: Final = 2
LATER: Final = 3

# Name -> (module, what `--help` says). A test holds the second column to what the commands say themselves.
COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "serve": ("serve", "Start the server: API and console on one port."),
    "decide": ("decide", "Decide on events from FILE or standard input, one a line."),
    "test": ("test", "Run scenario files through the real pipeline."),
    "check": ("check", "Check packs: every mistake at once, with its place."),
    "controls": ("controls", "List the controls that clauses can use, or show one whole."),
    "coverage": ("coverage", "Show which clauses are carried, by what, and how they are proven."),
    "explain": ("explain", "Say why a recorded decision came out as it did."),
    "do": ("do", "Give a command, such as consent.grant or account.put."),
    "outbox": ("outbox", "Look after notices and effects that wait or failed."),
    "clocks": ("clocks", "Look after clocks that stopped."),
    "feed": ("feed", "Put a published list of hosts and links on one of your lists."),
    "register": ("register", "Look after do-not-contact registers."),
    "audit": ("audit", "Look after the audit chain."),
    "key": ("key", "Create, list and revoke API keys."),
    "signals": ("signals", "List what can be known of an event, or try one signal."),
    "trial": ("trial", "Run labelled messages through a policy and count what was stopped."),
    "bench": ("bench", "Measure decisions on this machine."),
    "version": ("version", "Say which Tipstaff this is, and which of its kernels are used."),
}


class Lazy(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  the signature is click's
        """The names in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one command; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"tipstaff.cli.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list from `COMMANDS`, so that help loads none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest name when there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = _nearest(args[0])
            ctx.fail(f"there is no command `{args[0]}`" + (f"; did you mean `{near}`?" if near else ""))
        return super().resolve_command(ctx, args)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "-V", "--version", prog_name="tipstaff")
def program() -> None:
    """Tipstaff makes an acceptable use policy executable.

    Settings come from tipstaff.toml in the working directory and from TIPSTAFF_* variables; options win over both.

    Exit codes: 0 in order · 1 something is not in order · 2 not done · 3 not built yet.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit; errors that a caller can cause become one line and an exit code.

    Args:
        arguments: what follows the program's name; by default what it was called with.
    """
    try:
        program.main(args=arguments, prog_name="tipstaff")
    except NotThereYet as later:
        _leave(str(later), LATER)
    except PackInvalid as refused:
        _leave(refused.message, NOT_DONE)
    except TipstaffError as error:
        _leave(one_line(error), NOT_DONE)
    except BrokenPipeError:
        # Whoever read the output has seen enough, as `| head` does.
        sys.stderr.close()
        sys.exit(0)


def one_line(error: TipstaffError) -> str:
    """An error for a terminal: its code, what is wrong, and each fault."""
    faults = "; ".join(str(fault) for fault in error.faults)
    return f"{error.code}: {error.message}" + (f" ({faults})" if faults and faults not in error.message else "")


def _leave(message: str, code: int) -> None:
    click.echo(f"tipstaff: {message}", err=True)
    sys.exit(code)


def _nearest(word: str) -> str:
    near = difflib.get_close_matches(word, list(COMMANDS), n=1)
    return near[0] if near else ""

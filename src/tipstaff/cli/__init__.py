"""One command for everything a person does at a terminal.

    tipstaff serve | decide | ask | test | check | coverage | explain | audit | key | do | signals | bench | version

Each subcommand lives in a file of its own and is loaded when it is used, so that `tipstaff --help` answers at once.
"""

from tipstaff.cli.program import main

__all__ = ["main"]

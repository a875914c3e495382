"""Options that several commands share, and the settings they come to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from tipstaff.settings import Settings, read_settings

F = TypeVar("F", bound=Callable[..., Any])
SETTINGS_FILE = Path("tipstaff.toml")


def policy_option(function: F) -> F:
    """`--policy`, once per policy of the stack."""
    return click.option(
        "--policy", "policies", multiple=True, metavar="NAME",
        help="A policy of the stack, general first; give it again for each. Default: the setting `policies`.",
    )(function)  # fmt: skip


def packs_option(function: F) -> F:
    """`--packs`, once per folder."""
    return click.option(
        "--packs", "folders", multiple=True, metavar="FOLDER",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="A folder with packs or controls of your own, beside the shipped ones; give it again for each.",
    )(function)  # fmt: skip


def database_option(function: F) -> F:
    """`--database`."""
    return click.option(
        "--database", metavar="FILE", help="The SQLite file. Default: the setting `database` (tipstaff.db)."
    )(function)


def settings_with(
    *, policies: Sequence[str] = (), folders: Sequence[Path] = (), database: str | None = None, **more: Any
) -> Settings:
    """The settings of this installation with what was given on the command line on top.

    Raises:
        Invalid: the settings file or a variable has faults.
    """
    settings = read_settings(SETTINGS_FILE, os.environ)
    given: dict[str, Any] = {key: value for key, value in more.items() if value is not None}
    if policies:
        given["policies"] = tuple(policies)
    if folders:
        given["packs"] = (*settings.packs, *(str(folder) for folder in folders))
    if database:
        given["database"] = database
    return replace(settings, **given)

"""`tipstaff test`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from tipstaff.app.bundles import SHIPPED
from tipstaff.cli.installation import policy_names
from tipstaff.cli.options import packs_option, settings_with
from tipstaff.cli.program import NOT_IN_ORDER
from tipstaff.scenarios import ScenarioResult, Theatre, as_data, as_text, find_files, run_files, summary
from tipstaff.vocab.errors import NotFound


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@packs_option
@click.option("--json", "as_json", is_flag=True, help="Give the results as data.")
@click.option("-v", "--verbose", is_flag=True, help="Name each scenario as it ends.")
def command(files: tuple[Path, ...], folders: tuple[Path, ...], as_json: bool, verbose: bool) -> None:
    """Run scenario files through the real pipeline.

    FILES may be files or folders; without any, the scenarios of all packs run. A folder with packs brings them in, as
    `--packs` does. Each scenario has an engine of its own in memory and a clock that the file drives. A file with a
    mistake is refused as a whole and counts as one failure.
    """
    named = [Path(folder) for folder in settings_with(folders=folders).packs]
    own = [*named, *_with_packs(files, [SHIPPED, *named])]
    paths = _files(files) if files else find_files([SHIPPED, *own])
    if not paths:
        raise NotFound(f"there is no scenario file in {', '.join(map(str, files))}")
    tell = _name if verbose and not as_json else _nothing
    run = run_files(paths, Theatre(own), policy_names(own), tell)
    if as_json:
        click.echo(json.dumps(as_data(run), indent=2, ensure_ascii=False, default=str))
    else:
        for block in as_text(run):
            click.echo(block + "\n")
        click.echo(summary(run))
    sys.exit(NOT_IN_ORDER if run.failed else 0)


def _files(given: tuple[Path, ...]) -> list[Path]:
    """Files as given; a folder stands for every YAML file below it that is a scenario file."""
    found: list[Path] = []
    for path in given:
        found += sorted(path.rglob("*.yaml")) if path.is_dir() and path.name == "scenarios" else _in_folder(path)
    return found


def _with_packs(files: tuple[Path, ...], known: list[Path]) -> list[Path]:
    """Those of the folders that are packs or hold some, and are not among those that are known."""
    new = [path for path in files if not any(path.resolve().is_relative_to(folder.resolve()) for folder in known)]
    return [path for path in new if (path / "policy.yaml").is_file() or any(path.glob("*/policy.yaml"))]


def _in_folder(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(path.glob("**/scenarios/**/*.yaml")) or sorted(path.glob("*.yaml"))


def _name(result: ScenarioResult) -> None:
    click.echo(f"{'passed' if result.passed else 'FAILED'}  {result.name}")


def _nothing(_: ScenarioResult) -> None:
    """Say nothing."""

"""Scenario files from paths to results: read, check against the packs they are about, perform."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import fields

from tipstaff.app.recording.commands import COMMANDS, NAMES
from tipstaff.policy import Bundle
from tipstaff.scenarios.file.model import CommandStep, Scenario, ScenarioFile
from tipstaff.scenarios.file.reading import Known, read_file
from tipstaff.scenarios.file.values import did_you_mean
from tipstaff.scenarios.play.messages import check_events
from tipstaff.scenarios.play.performance import perform
from tipstaff.scenarios.play.results import Failure, Run, ScenarioResult
from tipstaff.scenarios.play.stage import Theatre
from tipstaff.scenarios.review.clauses import unknown_clauses
from tipstaff.scenarios.review.clock import wrong_times
from tipstaff.scenarios.review.oddities import oddities
from tipstaff.vocab.diagnostics import Diagnostic, Place, in_order

KNOWN = Known(frozenset(NAMES) | frozenset(COMMANDS))
Progress = Callable[[ScenarioResult], None]


def run_files(paths: Sequence[Path], theatre: Theatre, policies: Sequence[str], progress: Progress) -> Run:
    """Run scenario files.

    Args:
        paths: files; a file that cannot be read is refused, the others run.
        theatre: where they are performed.
        policies: the names of the policies there are.
        progress: told of each result as it comes.
    Raises:
        PackInvalid: a pack that a file is about does not compile.
    """
    results: list[ScenarioResult] = []
    refused: dict[str, list[Diagnostic]] = {}
    for path in paths:
        file, found = read_checked(path, theatre, policies)
        if file is None:
            refused[str(path)] = found
            continue
        for result in run_file(file, theatre):
            results.append(result)
            progress(result)
    return Run(results, refused)


def read_checked(path: Path, theatre: Theatre, policies: Sequence[str]) -> tuple[ScenarioFile | None, list[Diagnostic]]:
    """Read a file and hold its names against the packs: policies, version, events."""
    file, found = read_file(path, KNOWN)
    if file is None:
        return None, found
    found = list(_policy_names(file, policies))
    if not found:
        text = path.read_text(encoding="utf-8")
        bundle = theatre.bundles(file.policies).bundle
        found = [*_version_name(file, bundle), *check_events(file, text, bundle.vocabulary), *_arguments(file)]
        found += unknown_clauses(file, policies, lambda name: _clauses(theatre.bundles((name,)).bundle))
        found += wrong_times(file)
    found = _shown(path, found)
    return (None if found else file), found


def examine_file(path: Path, theatre: Theatre, policies: Sequence[str]) -> list[Diagnostic]:
    """What is wrong with a file; when nothing is, what is odd about it."""
    file, found = read_checked(path, theatre, policies)
    return found if file is None else _shown(path, oddities(file))


def run_file(file: ScenarioFile, theatre: Theatre) -> Iterator[ScenarioResult]:
    """Perform each scenario of a checked file on an engine of its own."""
    bundle = theatre.bundles(file.policies).bundle
    known = _clauses(bundle)
    for scenario in file.scenarios:
        strange = [name for name in scenario.clauses if name not in known]
        if strange:
            yield _not_there_yet(file, scenario, strange)
            continue
        stage, timeline = theatre.open(scenario, file.policies, file.version)
        try:
            yield perform(scenario, file.path, stage, timeline)
        finally:
            stage.leave()


def find_files(folders: Iterable[Path]) -> list[Path]:
    """Every scenario file of the packs in these folders, sorted."""
    found: set[Path] = set()
    for folder in folders:
        found.update(folder.glob("scenarios/*.yaml"))
        found.update(folder.glob("*/scenarios/*.yaml"))
    return sorted(found)


def _policy_names(file: ScenarioFile, policies: Sequence[str]) -> Iterator[Diagnostic]:
    for name in file.policies:
        if name not in policies:
            hint = did_you_mean(name, policies) or f"known policies: {', '.join(policies)}"
            yield Diagnostic("unknown-policy", f"there is no policy `{name}`", file.place, hint=hint)


def _version_name(file: ScenarioFile, bundle: Bundle) -> Iterator[Diagnostic]:
    versions = [version.name for name in file.policies for version in bundle.policies[name].versions]
    if file.version is None or file.version in versions:
        return
    names = ", ".join(f"`{name}`" for name in file.policies)
    hint = did_you_mean(file.version, versions) or f"known versions: {', '.join(versions)}"
    message = f"{names} has no version `{file.version}`"
    yield Diagnostic("unknown-version", message, file.version_place or file.place, hint=hint)


def _arguments(file: ScenarioFile) -> Iterator[Diagnostic]:
    """Arguments that look like a slip of the pen. Others are left to the command, which names its faults."""
    for scenario in file.scenarios:
        for step in scenario.steps:
            command = COMMANDS.get(step.do) if isinstance(step, CommandStep) else None
            if command is None or not isinstance(step, CommandStep) or _expects_error(step):
                continue
            known = [field.encode_name for field in fields(command.arguments)]
            for name in step.args:
                if name not in known and (hint := did_you_mean(name, known)):
                    message = f"`{name}` is not an argument of `{step.do}`"
                    yield Diagnostic("unknown-key", message, step.place, hint=hint)


def _expects_error(step: CommandStep) -> bool:
    return any(one.key == "error" for one in step.expect)


def _clauses(bundle: Bundle) -> set[str]:
    return {clause.id for clauses in bundle.clauses.values() for clause in clauses}


def _not_there_yet(file: ScenarioFile, scenario: Scenario, names: list[str]) -> ScenarioResult:
    """A clause that none of the file's packs holds is proven by nothing."""
    failure = Failure(0, scenario.place, f"not there yet: {', '.join(names)}")
    return ScenarioResult(file.path, scenario.place.line, scenario.name, list(scenario.clauses), [failure])


def _shown(path: Path, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """In order, each with the line it points at."""
    found = list(found)
    lines = path.read_text(encoding="utf-8").splitlines() if found else []
    return in_order(_with_source(one, lines) for one in found)


def _with_source(found: Diagnostic, lines: Sequence[str]) -> Diagnostic:
    if found.source or not 0 < found.place.line <= len(lines):
        return found
    place: Place = found.place
    return Diagnostic(found.code, found.message, place, found.severity, found.hint, lines[place.line - 1])

"""The signals about files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipstaff.cel.types import INT, STRING, STRINGS
from tipstaff.signals.detectors.files import clamav, disguises, hashes, macros, yara
from tipstaff.signals.detectors.files.malware import harmful
from tipstaff.signals.media.media import has_no_files
from tipstaff.signals.media.opening import opened
from tipstaff.signals.signal import Finding, Signal, SignalFunction, View

Named = Callable[[View], Sequence[tuple[str, str]]]


def types(view: View) -> list[str]:
    """Types of the files by content, in order; members of archives are not among them."""
    return [piece.kind.type for piece in view.once(opened).pieces if piece.depth == 0]


def families(view: View) -> list[str]:
    """Families of everything, members of archives included: sorted, each once."""
    return sorted({piece.kind.family for piece in view.once(opened).pieces})


def unseen(view: View) -> int:
    """How many files the event tells of without their bytes."""
    return view.once(opened).unseen


def sha256(view: View) -> list[str]:
    """SHA-256 of every file and member."""
    return hashes.sha256s(view.once(opened))


def pdq(view: View) -> list[str]:
    """PDQ of every picture."""
    return view.once(_pdq)


def similar(view: View, list_name: str, distance: int) -> list[str]:
    """Kinds of listed hashes that a file has, or that a picture comes near: sorted, each once.

    With a distance of 0 no picture is decoded: only SHA-256, and PDQ hashes that are told along, are compared.
    """
    result = view.once(opened)
    if not result.files:
        return []
    entries = view.surroundings.entries(list_name)
    exact = {*hashes.sha256s(result), *(file.given_pdq for file in result.files)}
    pictures = view.once(_pdq) if distance > 0 and entries else []
    return sorted(
        {
            kind
            for value, kind in entries
            if value.lower() in exact or any(hashes.distance(value.lower(), one) <= distance for one in pictures)
        }
    )


def _pdq(view: View) -> list[str]:
    return hashes.pdqs(view.once(opened))


def _troubles(view: View) -> list[tuple[str, str]]:
    return [(trouble.what, trouble.where) for trouble in view.once(opened).troubles]


def _disguised(view: View) -> list[tuple[str, str]]:
    return disguises.disguised(view.once(opened))


def _acting(view: View) -> list[tuple[str, str]]:
    return macros.acting(view.once(opened))


def _yara(view: View) -> list[tuple[str, str]]:
    return yara.matched(view.once(opened), view.surroundings.scanners().rules)


def _clamav(view: View) -> list[tuple[str, str]]:
    return clamav.infected(view.once(opened), view.surroundings.scanners().clamd)


def _names(named: Named) -> Callable[[View], list[str]]:
    return lambda view: sorted({name for name, _ in view.once(named)}) if view.once(opened).files else []


def _places(named: Named) -> Callable[[View], Sequence[Finding]]:
    return lambda view: [Finding(f"{name} in {where}") for name, where in view.once(named)]


def _explain_types(view: View) -> Sequence[Finding]:
    return [Finding(f"{piece.kind.type} in {piece.where}") for piece in view.once(opened).pieces]


def _signal(name: str, named: Named, cost: float, about: str) -> Signal:
    """A signal that gives names and explains them by where they are."""
    # Few events carry a file, and rules about files are asked of all of them.
    return Signal(name, STRINGS, cost, "1", (), about, _names(named), _places(named), has_no_files)


def _asks_a_daemon(view: View) -> list[str]:
    """Also without files: that no daemon is set is to be seen at once."""
    return sorted({name for name, _ in view.once(_clamav)})


SIGNALS = (
    Signal(
        name="files.types",
        type=STRINGS,
        cost=60,
        version="1",
        languages=(),
        about="The type of each file by its content, in order: png, pdf, zip, docx, pe, elf, shell, php, html, text "
        "and others; `binary` when it is none that is known.",
        compute=types,
        explain=_explain_types,
    ),
    Signal(
        name="files.families",
        type=STRINGS,
        cost=60,
        version="1",
        languages=(),
        about="Families of the files and of everything inside their archives: executable, script, archive, document, "
        "office, image, audio, video, font, data, text.",
        compute=families,
        explain=_explain_types,
    ),
    Signal(
        name="files.unseen",
        type=INT,
        cost=20,
        version="1",
        languages=(),
        about="How many files the event tells of without their bytes: nothing is known of what is in them.",
        compute=unseen,
    ),
    _signal(
        "files.archives",
        _troubles,
        60,
        "What could not be opened within limits: bomb, encrypted, broken, nested, too-many, unsupported; `escapes` "
        "when a member's path leaves the archive.",
    ),
    _signal(
        "files.disguised",
        _disguised,
        70,
        "Files that are not what they say: executable, script, double-ending, reversed-name, padded-name, mismatch, "
        "two-in-one.",
    ),
    _signal(
        "files.macros",
        _acting,
        200,
        "What acts by itself in documents: vba, vba-auto, vba-acts, xlm, dde, external, embedded, activex, "
        "pdf-script, pdf-launch.",
    ),
    _signal(
        "files.malware",
        harmful,
        1000,
        "Harmful files by name: known ones, matches of YARA rules (ours and the operator's), findings of a ClamAV "
        "daemon where one is set.",
    ),
    _signal("files.yara", _yara, 1000, "YARA rules that match: ours by name, the operator's as `file:rule`."),
    Signal(
        name="files.clamav",
        type=STRINGS,
        cost=5000,
        version="1",
        languages=(),
        about="What a ClamAV daemon finds; unavailable where none is set or it is silent.",
        compute=_asks_a_daemon,
        explain=_places(_clamav),
    ),
    Signal(
        name="files.sha256",
        type=STRINGS,
        cost=80,
        version="1",
        languages=(),
        about="SHA-256 of each file and of each member of its archives; the claimed one where the bytes are not there.",
        compute=sha256,
    ),
    Signal(
        name="files.pdq",
        type=STRINGS,
        cost=6000,
        version="1",
        languages=(),
        about="PDQ of each picture with enough in it, members of archives included; the claimed one where it is given.",
        compute=pdq,
    ),
    SignalFunction(
        name="files.similar",
        params=(STRING, INT),
        result=STRINGS,
        cost=6000,
        version="1",
        languages=(),
        about="Kinds of the hashes on a list of the operator that a file has (SHA-256) or comes near (PDQ, at most so "
        "many of 256 bits apart; its authors advise 31; with 0 no picture is decoded).",
        compute=similar,
        idle=has_no_files,
    ),
)

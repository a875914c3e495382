"""Protected names of somebody else in meta tags, in hidden words and around frames."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tipstaff.signals.detectors.html.declaring import Noted, listing
from tipstaff.signals.markup.reading import page_of
from tipstaff.signals.signal import View
from tipstaff.signals.surroundings import ProtectedName

_JOINT = re.compile(r"[\s._\-'’]+")
_BREAK = re.compile(r"[^\w\s]+")


def _others(view: View) -> list[ProtectedName]:
    return [name for name in view.surroundings.protected_names() if name.owner != view.event.account or not name.owner]


def _named(view: View, texts: Iterable[str]) -> Noted:
    """(name, text) of every protected name that stands in a text as a whole word or words, or written together."""
    wanted = [(name.name, _bare(name.name)) for name in _others(view)]
    found = []
    for text in texts if wanted else ():
        bare = f" {_bare(text)} "
        together = set(bare.split())
        found += [
            (name, text[:30]) for name, said in wanted if f" {said} " in bare or said.replace(" ", "") in together
        ]
    return found


def _bare(text: str) -> str:
    """Words with one space between; signs that end a phrase stay as `|`, so that `blue, sky` is not `blue sky`."""
    return _BREAK.sub(" | ", _JOINT.sub(" ", text[:5_000].casefold())).strip()


def in_metas(view: View) -> Noted:
    """Protected names in meta tags."""
    return _named(view, (content for _, content in view.once(page_of).metas))


def in_hidden(view: View) -> Noted:
    """Protected names in hidden words of any length from three letters on; previews of mail are not hidden."""
    mail = view.event.type == "email.send"
    return _named(view, (one.text for one in view.once(page_of).hidden if not (mail and one.preview)))


def around_frames(view: View) -> Noted:
    """Protected names in the addresses of frames."""
    return _named(view, view.once(page_of).frames)


SIGNALS = (
    listing("meta_marks", "Protected names of somebody else in `meta` tags.", in_metas),
    listing("hidden_marks", "Protected names of somebody else in words that nobody sees.", in_hidden),
    listing("frame_marks", "Protected names of somebody else in the addresses of frames.", around_frames),
)

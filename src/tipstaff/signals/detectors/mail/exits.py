"""Can the reader get out? By header (RFC 2369), by one click (RFC 8058), by a link they can see, or by answering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tipstaff.cel.types import BOOL, STRINGS
from tipstaff.signals.detectors.mail.letter import letter_of
from tipstaff.signals.detectors.mail.wordlists import LONGEST, bare, words
from tipstaff.signals.mailparse.leaving import one_click_faults, ways
from tipstaff.signals.markup.reading import page_of
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.urls.of_event import in_words

# A plain text names its way out beside the link, on the same line or the next two.
_NEAR = 200
_MOST = 50
_ANSWER = re.compile(
    r"\b(?:reply|respond|send|write|text|repondez|repondre|envoyez|ecrivez)\b[^.\n]{0,60}?"
    r"\b(?:stop|unsubscribe|remove|desabonnement|desinscription|arret)\b"
)


def exits(view: View) -> list[str]:
    """Ways out, sorted: one-click, header-link, header-mail, link, answer."""
    return sorted(set(_exits(view)))


def _exits(view: View) -> Iterator[str]:
    letter = view.once(letter_of)
    offered = ways(letter.headers)
    if not one_click_faults(letter.headers):
        yield "one-click"
    if offered.https or offered.http:
        yield "header-link"
    if offered.mailto:
        yield "header-mail"
    if view.once(visible_links):
        yield "link"
    if _ANSWER.search(bare(view.text.raw[-LONGEST:])):
        yield "answer"


def visible_links(view: View) -> list[str]:
    """What the reader sees of each way out by link: the words of links in HTML, or the words beside a link in text."""
    return [*_in_html(view), *_in_text(view)][:20]


def _in_html(view: View) -> Iterator[str]:
    known = words("unsubscribe")
    page = view.once(page_of)
    for anchor in page.anchors:
        if anchor.hidden or not _leads_somewhere(anchor.url):
            continue
        said = bare(anchor.text)
        if known.said.search(said):
            yield anchor.text
        elif said and known.paths.search(anchor.url.lower()[:2_000]) and known.said.search(bare(page.text[-LONGEST:])):
            yield anchor.text  # "To unsubscribe, click here."


def _leads_somewhere(url: str) -> bool:
    """An address, or a place that the sender's software fills in; a lone `#` or the top of the page is neither."""
    begins = url.lower().startswith(("http", "mailto:", "{", "[", "%", "*|"))
    return begins or (len(url) > 2 and url.startswith("#") and url.endswith("#"))


def _in_text(view: View) -> Iterator[str]:
    text = view.text.raw
    known = words("unsubscribe")
    for link in view.once(in_words)[-_MOST:]:
        if _leads_elsewhere(link.url):
            continue
        beside = text[max(0, link.start - _NEAR) : link.end + _NEAR // 2]
        if known.said.search(bare(beside)):
            yield " ".join(text[max(0, link.start - 40) : link.start].split())


def _leads_elsewhere(url: str) -> bool:
    """Whether a link is by its own path one to the privacy policy or to the sender's address, and to nothing else."""
    path = url.partition("://")[2].partition("/")[2].lower()[:500]
    if not path or words("unsubscribe").paths.search(path):
        return False
    return any(words(kind).paths.search(path) for kind in ("privacy", "address"))


def _one_click(view: View) -> bool:
    return not one_click_faults(view.once(letter_of).headers)


def _faults(view: View) -> list[str]:
    return one_click_faults(view.once(letter_of).headers)


def _explain(view: View) -> Sequence[Finding]:
    return [Finding(way) for way in exits(view)] + [Finding(f"link: {said}"[:120]) for said in view.once(visible_links)]


_LANGUAGES = (
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "sk",
    "hu",
    "ro",
    "bg",
    "hr",
)
_MORE = ("el", "tr", "ru", "uk", "ar", "he", "zh", "ja", "ko", "vi", "id", "th")
SIGNALS = (
    Signal(
        name="mail.unsubscribe",
        type=STRINGS,
        cost=40,
        version="1",
        languages=(*_LANGUAGES, *_MORE),
        about="Ways out that the mail offers: one-click, header-link, header-mail, link (that can be seen), answer.",
        compute=exits,
        explain=_explain,
    ),
    Signal(
        name="mail.one_click",
        type=BOOL,
        cost=5,
        version="1",
        languages=(),
        about="Whether one click is enough to leave (RFC 8058): both headers, one HTTPS address.",
        compute=_one_click,
    ),
    Signal(
        name="mail.one_click_faults",
        type=STRINGS,
        cost=5,
        version="1",
        languages=(),
        about="What keeps one click from being enough: no-header, no-post, post-value, no-https, several-https, ...",
        compute=_faults,
    ),
)

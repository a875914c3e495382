"""One walk over the tree of a page. What is inherited (hidden, colours) is carried along; nothing is visited twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tipstaff.signals.markup.colours import BLACK, WHITE, Colour, alike, colour
from tipstaff.signals.markup.page import Anchor, Entry, Hidden, Image, Page
from tipstaff.signals.markup.styles import Look, look, over, pixels

MOST = 20_000
_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')\s]{1,2000})", re.IGNORECASE)
_PREVIEW = 300  # characters that a mail client shows beside the subject, at most
# Letters that pad a preview and say nothing.
_PADDING = re.compile(r"[\s\u00a0\u00ad\u034f\u061c\u200b-\u200f\u2007\u2060-\u2064\ufeff\u115f\u3164\u180e]+")

# Pixels up to which a frame shows nothing.
_UNSEEN = 2

Attributes = Mapping[str, str | None]


class State(NamedTuple):
    """What an element passes on: why it is hidden, its letters' colour, what they stand on (None: not known)."""

    hidden: str = ""
    colour: Colour = BLACK
    background: Colour | None = WHITE
    anchor: int = -1


class Walk:
    """The page being filled, and the words of links and hidden stretches on the way."""

    def __init__(self, page: Page, ruled: Mapping[int, Look]) -> None:
        self.page = page
        self.ruled = ruled
        self.shown = False
        self.said: list[list[str]] = []
        self.unseen: list[str] = []

    def over(self, root: Any) -> None:
        """Visit every node, parents first, in the order of the document."""
        stack: list[tuple[Any, State]] = [(root, State())]
        for _ in range(MOST):
            if not stack:
                return
            node, state = stack.pop()
            following = node.next
            if following is not None:
                stack.append((following, state))
            if node.is_text_node:
                self._words(node.text_content or "", state)
            elif node.is_element_node:
                inner = self._element(node, state)
                child = node.child if inner is not None else None
                if child is not None and inner is not None:
                    stack.append((child, inner))

    def finish(self) -> None:
        """Put the words of links where they belong; a link none of whose words can be seen is hidden."""
        anchors = self.page.anchors
        for index, words in enumerate(self.said):
            found = anchors[index]
            anchors[index] = Anchor(found.url, spaced(" ".join(words))[:500], found.hidden or self.unseen[index])

    def _element(self, node: Any, state: State) -> State | None:
        """Note an element; what its children inherit, None when they are not to be looked at."""
        tag = node.tag
        attributes: Attributes = node.attributes
        if not attributes and node.mem_id not in self.ruled and tag not in _NOTED:
            return state
        inner = self._state(tag, attributes, node.mem_id, state)
        note = _NOTED.get(tag)
        if note is not None and not note(self, node, attributes, inner):
            return None
        if tag == "a":
            return inner._replace(anchor=len(self.page.anchors) - 1) if attributes.get("href") else inner
        return inner

    def _state(self, tag: str, attributes: Attributes, identity: int, outer: State) -> State:
        style = attributes.get("style") or ""
        said = look(style)
        if "url(" in style or "background" in attributes:
            self.page.loads += [*_CSS_URL.findall(style)[:20], *filter(None, [attributes.get("background")])]
        if identity in self.ruled:
            said = over(self.ruled[identity], said)
        hidden = outer.hidden or said.hidden
        if not hidden and "hidden" in attributes and tag != "input":
            hidden = "display"
        letters = said.colour or (colour(attributes.get("color") or "") if tag in ("font", "basefont") else None)
        background = said.background or colour(attributes.get("bgcolor") or "")
        if said.painted or "background" in attributes:
            return State(hidden, letters or outer.colour, None, outer.anchor)
        return State(hidden, letters or outer.colour, background or outer.background, outer.anchor)

    def _words(self, text: str, state: State) -> None:
        if text.isspace() or not text:
            return
        if state.anchor >= 0:
            self.said[state.anchor].append(text[:500])
        bare = _PADDING.sub(" ", text).strip()
        if not bare:
            return
        why = state.hidden
        if not why and state.background is not None and alike(state.colour, state.background):
            why = "colour"
        if state.anchor >= 0:
            self._seen(state.anchor, why)
        if not why:
            self.shown = True
            self.page.words.append(bare)
            return
        hidden = self.page.hidden
        if hidden and hidden[-1].why == why and hidden[-1].preview is (not self.shown):
            hidden[-1] = Hidden(f"{hidden[-1].text} {bare}"[:2_000], why, hidden[-1].preview)
        else:
            hidden.append(Hidden(bare[:2_000], why, not self.shown))
        if hidden[-1].preview and len(hidden[-1].text) > _PREVIEW:
            hidden[-1] = hidden[-1]._replace(preview=False)

    def _seen(self, anchor: int, why: str) -> None:
        """Note why words of a link are hidden, or that some are not; one word that is seen is enough."""
        self.unseen[anchor] = why if not self.said[anchor][:-1] or (self.unseen[anchor] and why) else ""

    def _anchor(self, _node: Any, attributes: Attributes, state: State) -> bool:
        url = attributes.get("href")
        if url:
            self.page.anchors.append(Anchor(url.strip(), "", state.hidden))
            self.said.append([])
            self.unseen.append("")
        _keep(self.page.pings, attributes.get("ping"))
        return True

    def _image(self, _node: Any, attributes: Attributes, state: State) -> bool:
        if state.anchor >= 0 and attributes.get("alt"):
            self.said[state.anchor].append(str(attributes["alt"]))
            self._seen(state.anchor, state.hidden)
        url = attributes.get("src")
        if url:
            said = look(attributes.get("style") or "")
            width, height = _size(attributes.get("width")), _size(attributes.get("height"))
            self.page.images.append(Image(url.strip(), width, height, state.hidden, said.tiny))
        return True

    def _form(self, _node: Any, attributes: Attributes, _state: State) -> bool:
        self.page.forms.append((attributes.get("action") or "").strip())
        return True

    def _entry(self, _node: Any, attributes: Attributes, _state: State) -> bool:
        _keep(self.page.forms, attributes.get("formaction"))
        if (attributes.get("type") or "").lower() in ("submit", "button", "reset"):
            return True
        names = " ".join(
            attributes.get(name) or "" for name in ("name", "id", "placeholder", "autocomplete", "aria-label")
        )
        self.page.entries.append(Entry((attributes.get("type") or "text").lower(), names.lower()[:300]))
        return True

    def _script(self, node: Any, attributes: Attributes, _state: State) -> bool:
        if attributes.get("src"):
            _keep(self.page.scripts, attributes["src"])
        else:
            self.page.inline.append((node.text() or "")[:20_000])
        return False

    def _frame(self, node: Any, attributes: Attributes, _state: State) -> bool:
        url = attributes.get("src") or attributes.get("data")
        _keep(self.page.frames, url)
        width, height = _size(attributes.get("width")), _size(attributes.get("height"))
        small = 0 <= width <= _UNSEEN and 0 <= height <= _UNSEEN
        if node.tag == "iframe" and (small or look(attributes.get("style") or "").tiny):
            _keep(self.page.unseen_frames, url)
        return bool(node.tag == "object")

    def _meta(self, _node: Any, attributes: Attributes, _state: State) -> bool:
        name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or ""
        if attributes.get("content"):
            self.page.metas.append((name.lower(), str(attributes["content"])[:2_000]))
        return True

    def _link(self, _node: Any, attributes: Attributes, _state: State) -> bool:
        _keep(self.page.loads, attributes.get("href"))
        return True

    def _sheet(self, node: Any, _attributes: Attributes, _state: State) -> bool:
        self.page.loads.extend(url for url in _CSS_URL.findall((node.text() or "")[:60_000])[:200])
        return False

    def _title(self, node: Any, _attributes: Attributes, _state: State) -> bool:
        self.page.title = self.page.title or spaced(node.text() or "")[:1_000]
        return False

    def _base(self, _node: Any, attributes: Attributes, _state: State) -> bool:
        self.page.base = self.page.base or (attributes.get("href") or "").strip()
        return True

    def _unseen(self, _node: Any, _attributes: Attributes, _state: State) -> bool:
        return False


# What is noted of which element; the answer says whether to look inside.
_NOTED: Mapping[str, Callable[[Walk, Any, Attributes, State], bool]] = {
    "a": Walk._anchor,
    "area": Walk._anchor,
    "img": Walk._image,
    "form": Walk._form,
    "button": Walk._entry,
    "input": Walk._entry,
    "textarea": Walk._entry,
    "select": Walk._entry,
    "script": Walk._script,
    "iframe": Walk._frame,
    "frame": Walk._frame,
    "embed": Walk._frame,
    "object": Walk._frame,
    "meta": Walk._meta,
    "link": Walk._link,
    "style": Walk._sheet,
    "title": Walk._title,
    "base": Walk._base,
    "template": Walk._unseen,
    "noscript": Walk._unseen,
}


def _keep(kept: list[str], url: str | None) -> None:
    if url and url.strip():
        kept.append(url.strip()[:2_000])


def _size(text: str | None) -> float:
    found = pixels(text) if text else None
    return -1.0 if found is None else found


def spaced(text: str) -> str:
    """A text with single spaces between its words."""
    return " ".join(text.split())

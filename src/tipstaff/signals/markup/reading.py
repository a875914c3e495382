"""From the text of a page to the page: parsed, its style sheets applied, walked."""

from __future__ import annotations

from typing import Any

from tipstaff.signals.lazily import Library
from tipstaff.signals.markup.depth import shallow
from tipstaff.signals.markup.page import Page, markup_of
from tipstaff.signals.markup.sheets import rules
from tipstaff.signals.markup.styles import PLAIN, Look, over
from tipstaff.signals.markup.walking import Walk, spaced
from tipstaff.signals.signal import View

lexbor = Library("selectolax.lexbor")


def page_of(view: View) -> Page:
    """The page of the event; empty when it has none. Ask for it through `view.once(page_of)`."""
    return read_page(markup_of(view))


def read_page(markup: str) -> Page:
    """Read a page. At most 20,000 nodes are looked at."""
    page = Page()
    if not markup or "<" not in markup:
        if markup.strip():
            page.words.append(spaced(markup))
        return page
    tree = lexbor.LexborHTMLParser(_clean(shallow(markup)))
    walk = Walk(page, _ruled(tree))
    walk.over(tree.root)
    walk.finish()
    return page


def _clean(markup: str) -> str:
    """Without what the parser's door refuses: lone surrogates and zero bytes."""
    return markup.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")


def _ruled(tree: Any) -> dict[int, Look]:
    """Elements that rules of `<style>` reach, by identity, with what the last rule says."""
    found: dict[int, Look] = {}
    for sheet in tree.css("style")[:20]:
        for selector, said in rules(sheet.text() or ""):
            try:
                reached = tree.css(selector)
            except lexbor.SelectolaxError:
                continue
            for node in reached[:2_000]:
                found[node.mem_id] = over(found.get(node.mem_id, PLAIN), said)
    return found

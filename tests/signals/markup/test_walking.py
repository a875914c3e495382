"""Pages are read as a browser shows them: what is hidden is found, what is shown is not called hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly, taken

from tipstaff.signals.markup.colours import alike, colour
from tipstaff.signals.markup.reading import read_page

SECRET = "words that nobody is to see"


@pytest.mark.parametrize(
    ("why", "html"),
    [
        ("display", '<div style="display:none">{}</div>'),
        ("display", '<div style="DISPLAY : None !important">{}</div>'),
        ("display", "<p hidden>{}</p>"),
        ("display", "<style>.x, #y {{ color: red; display: none }}</style><p class=x>{}</p>"),
        ("display", "<style>/* a */ div > .x {{display:none}}</style><div><p class=x>{}</p></div>"),
        ("visibility", "<span style='visibility:hidden'>{}</span>"),
        ("opacity", "<span style='opacity:0'>{}</span>"),
        ("size", "<span style='font-size:0px'>{}</span>"),
        ("size", "<span style='font-size:1px'><b>{}</b></span>"),
        ("box", "<div style='height:0;overflow:hidden'>{}</div>"),
        ("box", "<div style='max-height:0px;max-width:0;overflow:hidden'>{}</div>"),
        ("off-screen", "<div style='position:absolute;left:-9999px'>{}</div>"),
        ("off-screen", "<div style='text-indent:-9999px'>{}</div>"),
        ("off-screen", "<div style='position:absolute;left:-100em'>{}</div>"),
        ("clip", "<div style='position:absolute;clip:rect(0,0,0,0)'>{}</div>"),
        ("colour", "<font color=white>{}</font>"),
        ("colour", "<table bgcolor=#000000><td><span style='color:#010101'>{}</span></table>"),
        ("colour", "<td style='background:#fff url()'></td><span style='color:transparent'>{}</span>"),
        ("colour", "<div style='background-color:#336699'><p style='color:rgb(51, 102, 153)'>{}</p></div>"),
    ],
)
def test_ways_to_hide(why: str, html: str) -> None:
    page = read_page(f"<p>Hello there</p>{html.format(SECRET)}")
    assert [(one.text, one.why) for one in page.hidden] == [(SECRET, why)]
    assert SECRET not in page.text


@pytest.mark.parametrize(
    "html",
    [
        "<p>{}</p>",
        "<p style='display:block;font-size:12px'>{}</p>",
        "<style>@media (max-width: 600px) {{ .x {{ display:none }} }}</style><p class=x>{}</p>",
        "<style>.x:hover {{ display:none }} .y {{ display:none }}</style><p class=x>{}</p>",
        "<div style='background:#000'><p style='color:#fff'>{}</p></div>",
        "<table bgcolor=navy><tr><td><font color=white>{}</font></td></tr></table>",
        "<table background=x.png><tr><td><font color=white>{}</font></td></tr></table>",
        "<div style='background-image:url(x.png)'><p style='color:#fff'>{}</p></div>",
        "<div style='height:0'>{}</div>",
        "<div style='position:absolute;left:-10px'>{}</div>",
        "<font color=#eeeeee>{}</font>",
    ],
)
def test_what_is_shown_is_not_hidden(html: str) -> None:
    page = read_page(f"<p>Hello there</p>{html.format(SECRET)}")
    assert page.hidden == []
    assert SECRET in page.text


def test_words_beside_the_subject_are_a_preview() -> None:
    page = read_page(
        f"<div style='display:none'>This week: shoes &nbsp;&zwnj;&nbsp;</div><p>Hello</p><i hidden>{SECRET}</i>"
    )
    assert [(one.text, one.preview) for one in page.hidden] == [("This week: shoes", True), (SECRET, False)]


def test_a_long_beginning_is_no_preview() -> None:
    page = read_page(f"<div style='display:none'>{SECRET * 20}</div><p>Hello</p>")
    assert [one.preview for one in page.hidden] == [False]


def test_what_a_page_holds() -> None:
    page = read_page(
        "<title>A  title</title><base href=https://b.example/><meta name=Keywords content='x, y'>"
        "<link rel=stylesheet href=s.css><a href=' https://a.example ' ping=/p>"
        "go <img src=i.png alt=here width=1 height=2px></a>"
        "<form action=/f><input name=cc type=text><input type=submit name=s></form><iframe src=//f.example></iframe>"
        "<script src=x.js></script><script>go()</script><table background=bg.png></table>"
        "<template><a href=never></a></template>"
    )
    assert page.title == "A title"
    assert page.base == "https://b.example/"
    assert page.metas == [("keywords", "x, y")]
    assert page.loads == ["s.css", "bg.png"]
    assert [(anchor.url, anchor.text) for anchor in page.anchors] == [("https://a.example", "go here")]
    assert [(image.url, image.width, image.height) for image in page.images] == [("i.png", 1.0, 2.0)]
    assert (page.forms, page.frames, page.scripts, page.inline) == (["/f"], ["//f.example"], ["x.js"], ["go()"])
    assert [entry.names.split() for entry in page.entries] == [["cc"]]
    assert page.pings == ["/p"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("#FFF", (255, 255, 255)),
        ("ff0000", (255, 0, 0)),
        ("rgb(1,2, 300)", (1, 2, 255)),
        ("Red", (255, 0, 0)),
        ("x", None),
    ],
)
def test_colours(text: str, value: object) -> None:
    assert colour(text) == value


def test_colours_that_cannot_be_told_apart() -> None:
    assert alike((255, 255, 255), (250, 250, 250))
    assert not alike((255, 255, 255), (238, 238, 238))


_HOSTILE = {
    "open": "<div>",
    "styled": "<div style='color:red;display:block'>",
    "tables": "<table><tr><td>",
    "links": "<a href=x>",
    "formats": "<b><p>",
    "attributes": "<a " + "x " * 50 + ">",
    "rules": "<style>.a b{display:none}</style><b class=a>",
    "comments": "<!--",
    "less": "<",
    "entities": "&amp;&#x26",
    "closing": "</div>",
    "forms": "<form><input name=a>",
    "svg": "<svg><g><foreignObject>",
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_time_grows_with_length(name: str) -> None:
    def spent(size: int) -> float:
        return taken(read_page, (_HOSTILE[name] * (size // len(_HOSTILE[name]) + 1))[:size])

    assert spent(100_000) < 9 * spent(25_000) + 0.05


@calmly
@given(st.text(alphabet="<>/a= 'bdivstyle\"{}:;!-&#x\x00\ud800é", max_size=200))
def test_any_text_is_a_page(markup: str) -> None:
    page = read_page(markup)
    assert isinstance(page.text, str)
    assert all(one.why and one.text for one in page.hidden)

"""The console in a real Chromium: live, by keyboard, without script, in both languages and looks, for everybody.

Set TIPSTAFF_SCREENSHOTS to a folder to keep what was seen.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
PHONE = {"width": 375, "height": 800}
LOOKS = [
    (language, theme, size) for language in ("en", "fr") for theme in ("light", "dark") for size in ("wide", "narrow")
]


def chromium() -> str:
    """Where Chromium is; says what to do when it is nowhere."""
    named = os.environ.get("TIPSTAFF_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("the page tests need Chromium: run `make test`, install it, or name it in TIPSTAFF_CHROMIUM")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def opened(start_server: Any) -> Any:
    """A server whose console is open to this machine, with a few decisions in it."""
    server = start_server(open_console=True)
    for number in range(60):
        tell(server, account=f"account-{number % 3}", purpose="marketing" if number % 2 else "transactional")
    return server


class Visit:
    """A page with everything that went wrong on it."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page: Page = context.new_page()
        self.url = url
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self._local(request.url))

    def _local(self, address: str) -> None:
        if urlsplit(address).hostname != "127.0.0.1":
            self.wrong.append(f"left this machine: {address}")

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.url}{path}")
        return self.page


@pytest.fixture
def visit(browser: Browser, opened: Any) -> Iterator[Any]:
    """Opens visits; at the end none may have seen an error, a blocked script or a request to elsewhere."""
    visits: list[tuple[BrowserContext, Visit]] = []

    def begin(**options: Any) -> Visit:
        context = browser.new_context(**{"locale": "en-GB", "viewport": WIDE, **options})
        context.set_default_timeout(15_000)
        visits.append((context, Visit(context, opened.url)))
        return visits[-1][1]

    yield begin
    for context, one in visits:
        assert one.wrong == []
        context.close()


def tell(server: Any, account: str = "acme", text: str = "Bonjour", purpose: str = "marketing") -> dict[str, Any]:
    data = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": text, "purpose": purpose}
    event = {"specversion": "1.0", "id": secrets.token_hex(8), "source": "test", "type": "message.send"}
    with server.client() as client:
        answer = client.post("/v1/decisions", json={**event, "account": account, "data": data})
    decision: dict[str, Any] = answer.json()
    return decision


def keep(page: Page, name: str) -> None:
    folder = os.environ.get("TIPSTAFF_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_a_decision_appears_without_reloading(visit: Any, opened: Any) -> None:
    page = visit().go("/console/")
    expect(page.locator("#state")).to_have_text("Live")

    decision = tell(opened, account="live-account")

    row = page.locator(f'#list a[href$="{decision["id"]}"]')
    expect(row).to_be_visible()
    page.wait_for_timeout(1_200)  # two more looks at the record, which must not bring it again
    expect(row).to_have_count(1)
    expect(page.locator("#overview")).to_contain_text("messagebird.sms.consent")


def test_a_filter_holds_for_what_comes_live(visit: Any, opened: Any) -> None:
    page = visit().go("/console/?account=only-this-one")
    expect(page.locator("#empty")).to_be_visible()

    other, mine = tell(opened, account="another"), tell(opened, account="only-this-one")

    expect(page.locator(f'#list a[href$="{mine["id"]}"]')).to_be_visible()
    expect(page.locator(f'#list a[href$="{other["id"]}"]')).to_have_count(0)
    expect(page.locator("#empty")).to_be_hidden()


def test_paused_lines_wait_and_are_counted(visit: Any, opened: Any) -> None:
    page = visit(locale="fr-FR").go("/console/?account=pausing")
    page.locator("#pause").click()
    expect(page.locator("#state")).to_have_text("En pause")

    first, _ = tell(opened, account="pausing"), tell(opened, account="pausing")

    expect(page.locator("#newer")).to_have_text("2 nouvelles décisions")
    expect(page.locator("#list tbody tr")).to_have_count(0)
    page.locator("#newer").click()
    expect(page.locator("#list tbody tr")).to_have_count(2)
    expect(page.locator(f'#list a[href$="{first["id"]}"]')).to_be_visible()


def test_lines_do_not_move_under_the_focus(visit: Any, opened: Any) -> None:
    page = visit().go("/console/?account=account-1")
    page.locator("#list tbody a").first.focus()
    before = page.locator("#list tbody tr").first.get_attribute("data-sequence")

    tell(opened, account="account-1")

    expect(page.locator("#newer")).to_have_text("1 new decision")
    assert page.locator("#list tbody tr").first.get_attribute("data-sequence") == before


def test_everything_is_reached_by_keyboard(visit: Any) -> None:
    page = visit().go("/console/?account=account-0")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#state")).to_have_text("Paused")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#list tbody a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#list tbody a").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("input[name=account]")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("j/p?")
    expect(page.locator("input[name=account]")).to_have_value("j/p?")
    page.locator("#list tbody a").first.focus()
    page.keyboard.press("?")
    expect(page.locator("dialog.keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#list tbody a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("sending a message, account account-0")


def test_single_keys_can_be_turned_off(visit: Any) -> None:
    page = visit().go("/console/")
    page.locator("[data-open-keys]").click()
    page.locator("[data-use-keys]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.locator("#state")).to_have_text("Live")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("#list tbody a").first).not_to_be_focused()


def test_the_appearance_changes_at_once_and_stays(visit: Any) -> None:
    page = visit(color_scheme="light").go("/console/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_response("**/console/appearance"):
        page.locator("select[name=theme]").select_option("dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()

    assert light != dark
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_without_script_the_pages_do_their_job(visit: Any) -> None:
    page = visit(java_script_enabled=False).go("/console/")
    expect(page.locator("#pause")).to_be_hidden()
    page.locator('label.chip:has(input[value="deny"])').click()
    page.locator("form.filter button.primary").click()
    assert "verdict=deny" in page.url
    assert {*page.locator("#list .verdict").all_inner_texts()} == {"denied"}
    page.locator("a[rel=next]").click() if page.locator("a[rel=next]").count() else None
    page.locator("#list tbody a").first.click()
    expect(page.locator("h1")).to_contain_text("Denied:")
    page.locator('nav.languages a[hreflang="fr"]').click()
    expect(page.locator("h1")).to_contain_text("Refusé :")


def test_signing_in_and_out(browser: Browser, start_server: Any) -> None:
    server = start_server()
    context = browser.new_context(locale="fr-FR", viewport=WIDE)
    visit = Visit(context, server.url)
    page = visit.go("/console/")
    expect(page.locator("h1")).to_have_text("Connexion")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_contain_text("pas valable")
    keep(page, "sign-in-fr")
    page.locator("#key").fill(server.key)
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_have_text("En direct")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.locator("h1")).to_have_text("Connexion")
    # The refused key is answered with 403, which the browser itself reports; nothing else went wrong.
    assert [message for message in visit.wrong if "403" not in message] == []
    context.close()


def test_cases_are_read_on_a_phone(visit: Any, opened: Any) -> None:
    told = {"account": "account-of-a-long-name", "category": "spam", "text": "Spam.", "threat_to_life": True}
    with opened.client() as client:
        case = client.post("/v1/report/submit", json=told).json()["case"]
    one = visit(locale="fr", viewport=PHONE)
    listed = one.go("/console/cases").locator("tr", has=one.page.locator(f"a[href$='{case}']"))
    keep(one.page, "cases-phone")
    name, when = listed.locator(".a").bounding_box(), listed.locator(".w").bounding_box()
    assert name["height"] < 60
    assert when["y"] >= name["y"] + name["height"] - 1

    page = one.go(f"/console/cases/{case}")
    keep(page, "case-phone")
    words, row = page.locator(".stacked .whole").bounding_box(), page.locator(".stacked tbody tr").bounding_box()
    assert words["width"] > row["width"] - 2
    require_whole(page, "case")


@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "size"), LOOKS)
def test_every_page_is_whole_in_every_look(visit: Any, opened: Any, language: str, theme: str, size: str) -> None:
    decision = tell(opened)
    one = visit(locale=language, color_scheme=theme, viewport=WIDE if size == "wide" else NARROW)
    for name, path in {
        "list": "/console/?account=account-1",
        "decision": f"/console/decisions/{decision['id']}",
        "sign-in": "/console/sign-in",
        "empty": "/console/?account=nobody",
    }.items():
        page = one.go(path)
        keep(page, f"{name}-{language}-{theme}-{size}")
        require_whole(page, name)


@pytest.mark.slow
@pytest.mark.parametrize(("theme", "size"), [("light", "wide"), ("dark", "narrow")])
def test_the_reference_is_whole_too(visit: Any, theme: str, size: str) -> None:
    one = visit(color_scheme=theme, viewport=WIDE if size == "wide" else NARROW)
    for name, path in {"docs": "/docs", "problems": "/docs/problems"}.items():
        page = one.go(path)
        keep(page, f"{name}-{theme}-{size}")
        require_whole(page, name)


def require_whole(page: Page, name: str) -> None:
    """Nothing sticks out sideways, and axe finds nothing against WCAG 2.2 AA."""
    for shown in ("as it comes", "with everything opened"):
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{name} scrolls sideways by {wider} pixels, {shown}"
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"

"""The outbox in a real Chromium: looked at and set right by keyboard, in both languages, on a phone, for everybody.

Set TIPSTAFF_SCREENSHOTS to a folder to keep what was seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.console.test_browser import FLAGS, chromium, keep

from tipstaff.api.keys import Scope
from tipstaff.clocks import CLOCKS, Clock
from tipstaff.clocks.aside import lay
from tipstaff.clocks.clock import DUE
from tipstaff.ledgers import Change, Ledgers
from tipstaff.store import OutboxItem, Transaction, sqlite

ADDRESS = "abuse@acme.example"
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
SIZES = {"wide": {"width": 1200, "height": 900}, "phone": {"width": 375, "height": 800}}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def spoil(path: Path) -> None:
    """Into the file itself: an effect that failed, and a clock that was refused and one that cannot be read."""
    store = sqlite.open(str(path))

    def job(tx: Transaction) -> None:
        body = b'{"account":"acme","recipient":"+33612345678","channel":"sms","kind":"unsubscribe"}'
        tx.add_outbox([OutboxItem("d/0", "suppression.add", body, NOW)])
        tx.abandon_outbox("d/0", "invalid: no for +33612345678", NOW)
        draft = Ledgers(store.reader, b"a key of sixteen bytes").draft(tx)
        told = {"account": "acme", "licence": "L1", "clause": "c"}
        draft.put(
            CLOCKS, Clock("silence/L1", "silence", NOW, "silence.expire", told, "acme", state="failed", error="no")
        )
        aside = Clock("action-end/x", "action-end", NOW, "action.end", {})
        key, row = CLOCKS.key_of(aside), CLOCKS.index_key(DUE, aside)
        rows = (Change(CLOCKS.name, key, b"{"), Change(CLOCKS.index_kind(DUE), row.replace(b"set", b"aside", 1), key))
        lay(draft, rows)
        for change in draft.changes:
            tx.put_entry(change.kind, change.key, change.value, NOW, "", "test")

    store.run(job)
    store.close()


@pytest.fixture(scope="module")
def filled(start_server: Any) -> Any:
    server = start_server()
    with server.client() as client:
        client.post("/v1/account", json={"id": "acme", "country": "FR", "emails": [ADDRESS]}).raise_for_status()
        told = {"account": "acme", "kind": "warn", "reason": "Too many complaints."}
        client.post("/v1/action/apply", json=told).raise_for_status()
    spoil(server.database)
    return server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        launched.close()


def signed_in(browser: Browser, server: Any, key: str, size: str = "wide") -> Page:
    page = browser.new_context(viewport=SIZES[size], locale="en-GB").new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{server.url}/console/outbox")
    page.fill("input[name=key]", key)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/console/outbox")
    return page


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_readable_for_everybody(browser: Browser, filled: Any, language: str, size: str) -> None:
    page = signed_in(browser, filled, filled.key, size)
    for path, name in (("outbox", "list"), ("outbox?state=waiting", "waiting"), ("outbox/2", "effect")):
        page.goto(f"{filled.url}/console/{path}{'&' if '?' in path else '?'}lang={language}")
        keep(page, f"outbox-{name}-{language}-{size}")
        text = page.content()
        assert ADDRESS not in text
        assert "612345678" not in text
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out sideways"
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, found.generate_report()
    page.context.close()


def test_by_keyboard_an_effect_is_retried_and_another_given_up(browser: Browser, filled: Any) -> None:
    page = signed_in(browser, filled, filled.key)
    page.locator("table a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/outbox/2")
    page.get_by_role("button", name="Try again").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".summary .verdict")).to_have_text("done")

    page.goto(f"{filled.url}/console/outbox/1")
    page.get_by_label("Why, in words").focus()
    page.keyboard.type("told by telephone")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".summary .verdict")).to_have_text("given up")
    expect(page.locator("main")).to_contain_text("told by telephone")
    assert page.locator("form.setting").count() == 0, "it is over"
    page.context.close()


def test_a_clock_that_stopped_is_dropped_with_a_reason(browser: Browser, filled: Any) -> None:
    page = signed_in(browser, filled, filled.key)
    one = page.locator("article", has_text="action-end/x")
    expect(one).to_contain_text("cannot be read")
    one.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be read still")
    one.get_by_label("Why, in words").fill("lifted by hand")
    one.get_by_role("button", name="Drop the clock").click()
    expect(one).to_have_count(0)
    page.context.close()


def test_who_may_only_read_sees_no_buttons_and_is_refused(browser: Browser, filled: Any) -> None:
    page = signed_in(browser, filled, filled.new_key(Scope.READ))
    page.goto(f"{filled.url}/console/outbox/2")
    assert page.locator("form.setting").count() == 0
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    page.context.close()
    for path in ("/console/outbox/2", "/console/clocks"):
        answer = _posted(filled, path, cookies, "same-origin")
        assert (answer.status_code, "commands" in answer.text) == (403, True)
        assert _posted(filled, path, cookies, "cross-site").status_code == 403
        assert _posted(filled, path, {}, "same-origin").status_code == 303, "to sign in"


def _posted(server: Any, path: str, cookies: dict[str, str], site: str) -> httpx.Response:
    with server.client("", cookies=cookies) as client:
        answer: httpx.Response = client.post(path, data={"do": "retry", "id": "x"}, headers={"sec-fetch-site": site})
    return answer

"""Programs that say so, programs that pretend, and browsers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import reader, sms

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROME = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/141.0.0.0 Safari/537.36"
KIT_OF_SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
BROWSERS = (
    CHROME,
    CHROME + " Edg/141.0.0.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {KIT_OF_SAFARI} Version/18.3 Safari/605.1.15",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) {KIT_OF_SAFARI} Version/18.3 Mobile/15E148 Safari/604.1",
    f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {KIT} Chrome/141.0.0.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) {KIT_OF_SAFARI} CriOS/141.0 Mobile/15E148",
    f"Mozilla/5.0 (Linux; Android 13; SM-S918B) {KIT} SamsungBrowser/27.0 Chrome/125.0.0.0",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/141.0.0.0 Safari/537.36 OPR/122.0",
)


def call(name: str, agent: str) -> object:
    return reader(sms()).call(f"agent.{name}", (agent,))


@pytest.mark.parametrize("agent", BROWSERS)
def test_browsers_give_nothing_away(agent: str) -> None:
    assert call("marks", agent) == []
    assert call("automated", agent) is False


@pytest.mark.parametrize(
    ("agent", "marks"),
    [
        ("", ["missing"]),
        (" - ", ["missing"]),
        ("curl/8.5.0", ["tool"]),
        ("python-requests/2.32", ["tool"]),
        ("Go-http-client/2.0", ["tool"]),
        ("okhttp/4.12.0", ["tool"]),
        ("axios/1.7.2", ["tool"]),
        (CHROME.replace("Chrome/", "HeadlessChrome/"), ["headless"]),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ["bot"]),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", ["bot"]),
        ("sqlmap/1.8#stable", ["scanner"]),
        ("Mozilla/5.0 (compatible; Nmap Scripting Engine)", ["scanner"]),
    ],
)
def test_programs_that_say_so(agent: str, marks: list[str]) -> None:
    assert call("marks", agent) == marks
    assert call("automated", agent) is True


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0",
        CHROME.replace("Windows NT 10.0", "Windows NT 17.0"),
        CHROME.replace("Chrome/141", "Chrome/9999"),
        "Mozilla/5.0 (Windows NT 10.0; Android 14; iPhone) AppleWebKit/537.36",
        "Mozilla/5.0 (${os}) AppleWebKit/537.36",
        CHROME + " x" * 400,
    ],
)
def test_what_no_browser_says(agent: str) -> None:
    assert call("marks", agent) == ["impossible"]
    assert call("automated", agent) is False


@given(st.text(max_size=700))
def test_anything_can_be_asked(agent: str) -> None:
    assert isinstance(call("marks", agent), list)

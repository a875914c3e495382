"""Keys, tokens and passwords; and what merely looks like them. No key here is or was anybody's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import event, reader, sms
from signalkit.pace import calmly

from tipstaff.signals.detectors.personal.secrets import bits, secrets_in

WORD = "aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA"
HEX = "0123456789abcdef" * 4


def made(*parts: str) -> str:
    """A key put together here, so that no scanner of repositories takes this file for a leak."""
    return "".join(parts)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (made("-----BEGIN RSA PRIV", "ATE KEY-----\nMIIE"), "private-key"),
        (made("-----BEGIN OPENSSH PRIV", "ATE KEY-----"), "private-key"),
        (made("id ", "AKIA", "QWERTYUIOPASDF23"), "aws-access-key"),
        (made("gh", "p_", WORD, "abcd"), "github-token"),
        (made("glp", "at-", WORD[:20]), "gitlab-token"),
        (made("xox", "b-", "123456789012-abcdefghij"), "slack-token"),
        (made("sk_", "live_", WORD[:24]), "stripe-key"),
        (made("AI", "za", WORD, "abc"), "google-api-key"),
        (made("S", "G.", WORD[:22], ".", WORD, "abcdefghijk"), "sendgrid-key"),
        (made("S", "K", HEX[:32]), "twilio-key"),
        (made("np", "m_", WORD, "abcd"), "npm-token"),
        (made("sk-", "ant-", "api03-", WORD), "anthropic-key"),
        (made("12345678", "90:AA", WORD, "a"), "telegram-token"),
        (made("ey", "J", WORD[:12], ".ey", "J", WORD[:20], ".", WORD), "jwt"),
        (made("dop_", "v1_", HEX), "digitalocean-token"),
        (made("postgres://app:", "s3cretpass@db.example:5432/x"), "connection-string"),
        (made("Authorization: Bearer ", WORD), "authorization-header"),
        ("password: hunter22x", "password"),
        ("mot de passe : Soleil!2026", "password"),
        ('"pwd": "a1b2c3d4"', "password"),
        ("the password is Tr0ub4dor&3", "password"),
        (f"api_key = '{WORD}'", "key"),
        (f"CLIENT_SECRET={WORD}", "key"),
    ],
)
def test_found(text: str, kind: str) -> None:
    assert kind in {one.kind for one in secrets_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PUBLIC KEY-----",
        "commit cc41004f95fad30ddcb5f7c6f07cad34c35e8a8f",
        "Forgot your password? Click here to reset it.",
        "password: at least eight characters",
        "your password is safe with us",
        "mot de passe oublié ?",
        "password=${DB_PASSWORD} token=<your-token>",
        "api_key = os.environ['API_KEY']",
        "password: changeme1 password: ********",
        "Your code is 482913, never share your password: we do not ask for it",
        "secret: aaaaaaaaaaaaaaaaaaaaaaaa1",
        "token: the quick brown fox",
        "https://example.org:8080/path@here",
        "postgres://user:${PASSWORD}@host/db",
        "mail me at a@b.example: hello",
        "a sk-ip-hop song and a ghp_short",
        "uuid 123e4567-e89b-12d3-a456-426614174000",
        "",
    ],
)
def test_not_found(text: str) -> None:
    assert secrets_in(text) == []


def test_command_lines_and_uploaded_files_are_looked_at() -> None:
    of = reader(
        event("app.deploy", app="a", command="run", arguments=["--db", made("mysql://root:", "pa55word@db.x/y")])
    )
    assert of.get("pii.secrets") == ["connection-string"]
    of = reader(event("file.upload", name=".env", size=9, content="UEFTU1dPUkQ9aHVudGVyMjJ4Cg=="))
    assert of.get("pii.secrets") == ["password"]
    explain = of.catalogue.signals["pii.secrets"].explain
    assert explain is not None
    assert [finding.what for finding in explain(of)] == ["password in file 1, line 1"]
    assert reader(sms("hello")).get("pii.secrets") == []


@calmly
@given(st.text(max_size=80))
def test_bits_lie_between_none_and_all(text: str) -> None:
    assert 0 <= bits(text) <= 7
    assert all(0 <= one.start < one.end <= len(text) for one in secrets_in(text))

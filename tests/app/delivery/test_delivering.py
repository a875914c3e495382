"""Notices leave: posted and signed, mailed, tried again, given up; against real servers on loopback."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import socketserver
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from msgspec.structs import replace
from tests.app.conftest import DrivenClock

from tipstaff.app.bundles import Bundles
from tipstaff.app.delivery import Carrier, Courier, Parcel
from tipstaff.app.delivery.arriving import arriving
from tipstaff.app.delivery.carriers import carriers_of
from tipstaff.app.delivery.courier import MOST_TRIES, Handed, pause_after
from tipstaff.app.delivery.mail import Mail
from tipstaff.app.delivery.webhook import Webhook
from tipstaff.app.house import House
from tipstaff.app.identity import sorted_ids
from tipstaff.app.serving import Service
from tipstaff.cases.records.evidence import EVIDENCE, EvidenceRequest
from tipstaff.ledgers import Change
from tipstaff.notices import NOTICES, Notice
from tipstaff.settings import Settings
from tipstaff.store import Ack, OutboxItem, OutboxRow, Transaction
from tipstaff.store.errors import StoreError
from tipstaff.store.sqlite import open as open_store
from tipstaff.vocab.errors import BadTransition, Conflict, Invalid, NotAllowed, NotFound, Overloaded, TipstaffError


def every_error(parent: type[TipstaffError]) -> Iterator[type[TipstaffError]]:
    for one in parent.__subclasses__():
        yield one
        yield from every_error(one)


SECRET = secrets.token_bytes(24)
SAID = "whsec_" + b64encode(SECRET).decode()


@pytest.fixture
def house(bundles: Bundles, clock: DrivenClock) -> House:
    return House(open_store(), ["demo"], clock=clock, ids=sorted_ids(clock), bundles=bundles)


def tell(house: House, account: str = "acme", **more: Any) -> None:
    """Have a notice written to an account with a mail address."""
    for name, args in (
        ("account.put", {"id": account, "country": "FR", "locale": "fr", "emails": ["abuse@acme.example"], **more}),
        ("action.apply", {"account": account, "kind": "warn", "reason": "Too many complaints."}),
    ):
        house.notice(house.store.run(house.commanding(name, args, "key:test"), Ack.FSYNC).changes)


def outbox(house: House) -> OutboxRow:
    (row,) = house.store.reader.outbox()
    return row


class Endpoint:
    """A web server that keeps what it is posted and answers as it is told."""

    def __init__(self) -> None:
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                endpoint.seen.append((dict(self.headers), body))
                self.send_response(endpoint.answers.pop(0) if endpoint.answers else 204)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?of=tipstaff"


class Post:
    """A mail server that keeps what it is sent; `refuses` is answered to the recipient."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.refuses = b""
        self.offers = b""
        self.recipients: list[bytes] = []
        post = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 here\r\n")
                while line := self.rfile.readline():
                    word = line[:4].upper()
                    if word == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        post.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                    elif word == b"RCPT" and post.refuses:
                        self.wfile.write(post.refuses)
                        continue
                    elif word == b"RCPT":
                        post.recipients.append(line.partition(b":")[2].split(b">")[0].strip(b"<"))
                    elif word == b"EHLO" and post.offers:
                        self.wfile.write(b"250-here\r\n250 " + post.offers + b"\r\n")
                        continue
                    self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
                    if word == b"QUIT":
                        return

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_address[1]}"


def running(made: Any) -> Iterator[Any]:
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    yield from running(Endpoint())


@pytest.fixture
def post() -> Iterator[Post]:
    yield from running(Post())


@pytest.fixture
def courier(house: House, clock: DrivenClock) -> Callable[..., Courier]:
    return lambda *carriers: Courier(house.store, house.ledgers, carriers, clock, arriving(house.commander))


def test_a_notice_is_posted_once_and_signed(house: House, endpoint: Endpoint, courier: Callable[..., Courier]) -> None:
    tell(house)
    hook = courier(Webhook(endpoint.url, SAID))

    assert hook.round() == Handed(delivered=1)
    assert hook.round() == Handed()

    ((headers, body),) = endpoint.seen
    said = {name.lower(): value for name, value in headers.items()}
    signed = b".".join((said["webhook-id"].encode(), said["webhook-timestamp"].encode(), body))
    assert said["webhook-signature"] == "v1," + b64encode(hmac.digest(SECRET, signed, "sha256")).decode()
    sent = json.loads(body)
    assert (sent["type"], sent["notice"]["to"], sent["addresses"]) == ("notice", "acme", ["abuse@acme.example"])
    assert {"en", "fr"} <= sent["notice"]["texts"].keys()
    row = outbox(house)
    assert (row.state, row.body) == ("done", b"")


def test_what_fails_is_tried_again_later_and_under_the_same_id(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier], clock: DrivenClock
) -> None:
    tell(house)
    hook = courier(Webhook(endpoint.url, SAID))
    endpoint.answers = [500, 302]

    assert hook.round() == Handed(put_off=1)
    assert (outbox(house).state, outbox(house).error) == ("waiting", "the webhook answered 500")
    assert hook.round() == Handed()
    clock.advance(timedelta(minutes=1))
    assert hook.round() == Handed(put_off=1)
    clock.advance(timedelta(minutes=2))
    assert hook.round() == Handed(delivered=1)

    assert len({headers["webhook-id"] for headers, _ in endpoint.seen}) == 1
    assert len(endpoint.seen) == 3


def test_what_never_arrives_is_given_up_for_a_person_to_see(
    house: House, courier: Callable[..., Courier], clock: DrivenClock
) -> None:
    tell(house)
    nobody = courier(Webhook("http://127.0.0.1:1/", SAID))

    for tries in range(1, MOST_TRIES):
        assert nobody.round() == Handed(put_off=1)
        clock.advance(pause_after(tries))
    assert nobody.round() == Handed(given_up=1)

    row = outbox(house)
    assert (row.state, row.attempts) == ("abandoned", MOST_TRIES)
    assert "cannot be reached" in row.error


def test_gone_means_never_again(house: House, endpoint: Endpoint, courier: Callable[..., Courier]) -> None:
    tell(house)
    endpoint.answers = [410]

    assert courier(Webhook(endpoint.url, SAID)).round() == Handed(given_up=1)


def test_a_notice_is_mailed_in_the_language_of_the_account(
    house: House, post: Post, courier: Callable[..., Courier]
) -> None:
    tell(house)

    assert courier(Mail(post.address, "abuse@operator.example")).round() == Handed(delivered=1)

    letter = message_from_bytes(post.letters[0], policy=default)
    assert (letter["To"], letter["From"], letter["Content-Language"]) == (
        "abuse@acme.example", "abuse@operator.example", "fr",
    )  # fmt: skip
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@operator.example>")
    body = letter.get_body()
    assert body is not None
    assert "Too many complaints." in body.get_content()


@pytest.mark.parametrize(("refuses", "became"), [(b"550 no such user\r\n", "given_up"), (b"450 later\r\n", "put_off")])
def test_what_the_mail_server_refuses(
    house: House, post: Post, courier: Callable[..., Courier], refuses: bytes, became: str
) -> None:
    tell(house)
    post.refuses = refuses

    assert courier(Mail(post.address, "abuse@operator.example")).round() == replace(Handed(), **{became: 1})
    assert post.letters == []


def test_only_a_server_that_says_so_is_given_letters_beyond_ascii(
    house: House, post: Post, courier: Callable[..., Courier]
) -> None:
    """What it does not take is given up: trying again would not help."""
    tell(house, emails=["jéan@acme.example"])
    mail = courier(Mail(post.address, "abuse@operator.example"))

    assert mail.round() == Handed(given_up=1)
    assert "SMTPUTF8" in outbox(house).error
    post.offers = b"SMTPUTF8"
    tell(house, "other", emails=["jéan@acme.example"])
    assert mail.round() == Handed(delivered=1)
    assert post.recipients == ["jéan@acme.example".encode()]


def test_those_of_an_account_who_can_be_reached_are(house: House, post: Post, courier: Callable[..., Courier]) -> None:
    """An address beyond ASCII before the @, a domain beyond it, and one that is none, put before that was refused."""
    tell(house, emails=["jéan@acme.example", "abuse@exämple.org"])
    house.store.run(lambda tx: tx.add_outbox([waiting(house, "x@[1", "+33612345678", "ops@acme.example")]))

    assert courier(Mail(post.address, "abuse@operator.example")).round() == Handed(delivered=2)
    assert sorted(post.recipients) == [b"abuse@xn--exmple-cua.org", b"ops@acme.example"]
    assert b"\r\nTo: abuse@xn--exmple-cua.org\r\n" in b"".join(post.letters)


def waiting(house: House, *addresses: str, key: str = "notice/odd") -> OutboxItem:
    """A row as an earlier release may have left it."""
    notice = next(iter(house.ledgers.group(NOTICES)))
    body = json.dumps({"notice": notice.id, "addresses": addresses}).encode()
    return OutboxItem(key, "notice.deliver", body, datetime(2020, 1, 1, tzinfo=UTC))


ODD = ["x@[1", "x@", "a\nb@acme.example", "a@acme.example\r\nBcc: b@acme.example", "@", "é", "+33612345678"]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_address_is_given_up_at_once_and_holds_up_nobody(
    house: House, post: Post, courier: Callable[..., Courier], odd: str
) -> None:
    tell(house)
    house.store.run(lambda tx: tx.add_outbox([waiting(house, odd)]))

    assert courier(Mail(post.address, "abuse@operator.example")).round() == Handed(delivered=1, given_up=1)
    assert post.recipients == [b"abuse@acme.example"]
    (row,) = (row for row in house.store.reader.outbox(settled=True) if row.key == "notice/odd")
    assert (row.state, odd.encode() in row.body) == ("abandoned", False)


@pytest.mark.parametrize("raised", [ValueError, AttributeError, IndexError, UnicodeError])
def test_a_mail_that_cannot_be_written_is_given_up_at_once(
    house: House, post: Post, courier: Callable[..., Courier], monkeypatch: pytest.MonkeyPatch, raised: type[Exception]
) -> None:
    def message(*_: Any) -> Any:
        raise raised

    monkeypatch.setattr(Mail, "message", message)
    tell(house)

    assert courier(Mail(post.address, "abuse@operator.example")).round() == Handed(given_up=1)
    assert outbox(house).error == f"the mail cannot be written: {raised.__name__}"


class Odd(Webhook):
    """Raises at one notice what no carrier should."""

    def carry(self, parcel: Parcel) -> None:
        if parcel.notice.to == "odd":
            raise RecursionError("a fault of ours")
        super().carry(parcel)


def test_what_a_carrier_raises_at_one_notice_holds_up_no_other(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier], clock: DrivenClock
) -> None:
    for account in ("odd", "acme", "other"):
        tell(house, account)
    hook = courier(Odd(endpoint.url, SAID))

    assert hook.round() == Handed(delivered=2, put_off=1)
    for tries in range(1, MOST_TRIES):
        clock.advance(pause_after(tries))
        assert hook.round() == (Handed(put_off=1) if tries < MOST_TRIES - 1 else Handed(given_up=1))
    (row,) = (row for row in house.store.reader.outbox(settled=True) if row.state == "abandoned")
    assert row.error == "RecursionError was raised"


def test_a_row_that_cannot_be_settled_is_tried_so_often_and_holds_up_no_other(
    house: House,
    endpoint: Endpoint,
    courier: Callable[..., Courier],
    clock: DrivenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for account in ("odd", "acme"):
        tell(house, account)
    hook = courier(Odd(endpoint.url, SAID))

    def put_off(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("tipstaff.app.delivery.courier.pause_after", put_off)
    assert hook.round() == Handed(delivered=1, put_off=1)
    seen = []
    for _ in range(MOST_TRIES):
        clock.advance(timedelta(minutes=5))
        seen.append(hook.round())
    assert seen[-2:] == [Handed(given_up=1), Handed()]


def test_what_the_process_died_of_again_and_again_is_left_to_a_person(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier], clock: DrivenClock
) -> None:
    tell(house)
    for _ in range(MOST_TRIES):
        house.store.run(lambda tx: tx.claim_outbox(clock(), 1, timedelta(minutes=5)))
        clock.advance(timedelta(minutes=5))

    assert courier(Webhook(endpoint.url, SAID)).round() == Handed(given_up=1)
    assert (endpoint.seen, outbox(house).error) == ([], f"tried {MOST_TRIES} times and never settled")


def test_what_follows_may_raise_and_the_notice_is_not_sent_again(
    house: House, endpoint: Endpoint, clock: DrivenClock
) -> None:
    ask_for_evidence(house)

    def follows(tx: Transaction, notice: Notice, at: datetime) -> Sequence[Change]:
        raise KeyError(notice.id)

    hook = Courier(house.store, house.ledgers, [Webhook(endpoint.url, SAID)], clock, follows)
    assert hook.round() == Handed(given_up=1)
    clock.advance(timedelta(days=3))
    assert hook.round() == Handed()
    assert len(endpoint.seen) == 1
    assert outbox(house).error == "delivered, but what follows raised KeyError"


def test_without_an_address_a_person_must_look(house: House, post: Post, courier: Callable[..., Courier]) -> None:
    tell(house, emails=[])

    assert courier(Mail(post.address, "abuse@operator.example")).round() == Handed(given_up=1)
    assert "no mail address is on file for `acme`" in outbox(house).error


def ask_for_evidence(house: House) -> None:
    args = {"account": "acme", "id": "er1", "about": "opt-in", "sample": ["+33612345678"]}
    for name, given in (
        ("account.put", {"id": "acme", "country": "FR", "emails": ["abuse@acme.example"]}),
        ("evidence.request", args),
    ):
        house.notice(house.store.run(house.commanding(name, given, "key:test"), Ack.FSYNC).changes)


def test_a_request_for_evidence_is_delivered_with_its_sample_whole(
    house: House, endpoint: Endpoint, post: Post, courier: Callable[..., Courier]
) -> None:
    ask_for_evidence(house)
    both = courier(Webhook(endpoint.url, SAID), Mail(post.address, "abuse@operator.example"))

    assert both.round() == Handed(delivered=1)

    assert json.loads(endpoint.seen[0][1])["sample"] == ["+33612345678"]
    body = message_from_bytes(post.letters[0], policy=default).get_body()
    assert body is not None
    assert "+33612345678" in body.get_content()
    assert b"+33612345678" not in outbox(house).body, "what was delivered goes out of the outbox"


def asked(house: House) -> EvidenceRequest:
    found = house.ledgers.get(EVIDENCE, "er1")
    assert found is not None
    return found


def test_from_the_delivery_on_the_time_of_a_request_runs(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier]
) -> None:
    ask_for_evidence(house)

    async def run() -> None:
        service = Service(house, courier=courier(Webhook(endpoint.url, SAID)))
        service.start()
        try:
            async with asyncio.timeout(10):
                while asked(house).delivered_at is None:
                    await asyncio.sleep(0.01)
        finally:
            await service.stop()

    asyncio.run(run())
    assert (asked(house).state, asked(house).delivered_at) == ("delivered", house.clock())


def test_a_delivery_and_what_follows_from_it_are_recorded_together_or_not_at_all(
    house: House, endpoint: Endpoint, clock: DrivenClock
) -> None:
    ask_for_evidence(house)
    follows = arriving(house.commander)

    def dies(tx: Transaction, notice: Notice, at: datetime) -> Sequence[Change]:
        follows(tx, notice, at)
        raise StoreError("the process dies")

    with pytest.raises(StoreError):
        Courier(house.store, house.ledgers, [Webhook(endpoint.url, SAID)], clock, dies).round()
    assert (outbox(house).state, asked(house).state) == ("waiting", "requested")

    clock.advance(timedelta(minutes=5))
    assert Courier(house.store, house.ledgers, [Webhook(endpoint.url, SAID)], clock, follows).round().delivered == 1
    assert (outbox(house).state, asked(house).state, asked(house).delivered_at) == ("done", "delivered", clock())


def do(house: House, name: str, **args: Any) -> None:
    house.notice(house.store.run(house.commanding(name, {"id": "er1", **args}, "key:test"), Ack.FSYNC).changes)


def test_a_delivery_that_was_noted_before_is_still_a_delivery(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier]
) -> None:
    ask_for_evidence(house)
    do(house, "evidence.deliver")
    was = asked(house)

    assert courier(Webhook(endpoint.url, SAID)).round() == Handed(delivered=1)
    assert (outbox(house).state, asked(house)) == ("done", was)
    assert outbox(house).error.endswith("bad-transition: the request `er1` is delivered")


def kinds(endpoint: Endpoint) -> list[str]:
    return [json.loads(body)["notice"]["kind"] for _, body in endpoint.seen]


@pytest.mark.parametrize("tries", [0, 1])
def test_what_was_withdrawn_before_it_left_is_not_sent(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier], clock: DrivenClock, tries: int
) -> None:
    ask_for_evidence(house)
    hook = courier(Webhook(endpoint.url, SAID))
    for _ in range(tries):
        endpoint.answers = [503]
        assert hook.round() == Handed(put_off=1)
        clock.advance(timedelta(minutes=1))
    do(house, "evidence.withdraw", reason="the wrong account")

    assert hook.round() == Handed(called_off=1)
    assert hook.round() == Handed()
    row = outbox(house)
    assert (len(endpoint.seen), row.state, row.body) == (tries, "done", b"")
    assert row.error == "the request for evidence is withdrawn"
    assert (asked(house).state, asked(house).delivered_at) == ("withdrawn", None)


def test_another_process_may_have_withdrawn_it_this_moment(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier]
) -> None:
    """What this process remembers of the request is old: it was not told."""
    ask_for_evidence(house)
    assert asked(house).state == "requested"
    house.store.run(house.commanding("evidence.withdraw", {"id": "er1"}, "key:test"), Ack.FSYNC)

    assert courier(Webhook(endpoint.url, SAID)).round() == Handed(called_off=1)
    assert endpoint.seen == []


def test_what_was_answered_before_it_left_asks_for_nothing_any_more(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier]
) -> None:
    ask_for_evidence(house)
    do(house, "evidence.submit", files=["optin.pdf"])

    assert courier(Webhook(endpoint.url, SAID)).round() == Handed(called_off=1)
    assert (endpoint.seen, asked(house).state) == ([], "submitted")


def test_what_is_withdrawn_while_it_leaves_is_said_to_be(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier]
) -> None:
    """The withdrawal falls between the post and the note of it: the account hears that nobody asks any more."""
    ask_for_evidence(house)

    class Meanwhile(Webhook):
        def carry(self, parcel: Parcel) -> None:
            super().carry(parcel)
            if parcel.notice.kind == "evidence-request":
                do(house, "evidence.withdraw")

    hook = courier(Meanwhile(endpoint.url, SAID))
    assert hook.round() == Handed(delivered=1)
    assert (asked(house).state, asked(house).delivered_at) == ("withdrawn", house.clock())
    assert hook.round() == Handed(delivered=1)
    assert kinds(endpoint) == ["evidence-request", "evidence-withdrawn"]


def test_what_became_of_it_is_told_too(house: House, endpoint: Endpoint, courier: Callable[..., Courier]) -> None:
    ask_for_evidence(house)
    hook = courier(Webhook(endpoint.url, SAID))
    assert hook.round() == Handed(delivered=1)
    was = asked(house)
    do(house, "evidence.submit", files=["optin.pdf"])
    do(house, "evidence.refuse", reason="it shows no date")
    do(house, "evidence.submit", files=["optin-dated.pdf"])
    do(house, "evidence.accept")
    assert hook.round() == Handed(delivered=2)
    assert hook.round() == Handed()
    assert kinds(endpoint) == ["evidence-request", "evidence-refused", "evidence-accepted"]
    assert asked(house).delivered_at == was.delivered_at


REFUSALS = [
    one
    for one in every_error(TipstaffError)
    if one.__module__ == "tipstaff.vocab.errors" and one not in {BadTransition, Overloaded}
]


def test_there_are_refusals() -> None:
    assert {NotFound, Invalid, NotAllowed, Conflict} < set(REFUSALS)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda one: one.code)
def test_a_delivery_of_which_nothing_may_follow_is_noted_and_not_repeated(
    house: House, endpoint: Endpoint, clock: DrivenClock, monkeypatch: pytest.MonkeyPatch, refused: type[TipstaffError]
) -> None:
    ask_for_evidence(house)

    def run(*_: Any, **__: Any) -> None:
        raise refused("the calendar XX is not known")

    monkeypatch.setattr(house.commander, "run", run)
    hook = Courier(house.store, house.ledgers, [Webhook(endpoint.url, SAID)], clock, arriving(house.commander))

    assert hook.round() == Handed(given_up=1)
    clock.advance(timedelta(days=3))
    assert hook.round() == Handed()
    row = outbox(house)
    assert (len(endpoint.seen), row.state) == (1, "abandoned")
    assert row.error.startswith(f"delivered, but what follows was refused: {refused.code}: ")
    assert row.error.endswith("the calendar XX is not known")
    assert json.loads(row.body) == {"notice": json.loads(endpoint.seen[0][1])["notice"]["id"], "delivered": True}


def test_one_delivery_of_which_nothing_may_follow_holds_up_no_other(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_evidence(house)
    for name in ("er2", "er3"):
        do(house, "evidence.request", id=name, account="acme", about="use")
    ran = house.commander.run

    def run(tx: Transaction, name: str, args: Any, **more: Any) -> Any:
        if args == {"id": "er2"}:
            raise Invalid("the calendar XX is not known")
        return ran(tx, name, args, **more)

    monkeypatch.setattr(house.commander, "run", run)
    assert courier(Webhook(endpoint.url, SAID)).round() == Handed(delivered=2, given_up=1)
    assert {one.id: one.state for one in house.ledgers.group(EVIDENCE)} == {
        "er1": "delivered", "er2": "requested", "er3": "delivered",
    }  # fmt: skip


def test_what_cannot_be_read_is_given_up_and_holds_up_nobody(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier]
) -> None:
    item = OutboxItem("notice/x", "notice.deliver", b'["jo@example.org"', datetime(2020, 1, 1, tzinfo=UTC))
    house.store.run(lambda tx: tx.add_outbox([item]))
    tell(house)

    assert courier(Webhook(endpoint.url, SAID)).round() == Handed(delivered=1, given_up=1)
    assert [row.body for row in house.store.reader.outbox(settled=True)] == [b"", b"{}"]


def test_a_request_that_does_not_arrive_waits(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier]
) -> None:
    ask_for_evidence(house)
    endpoint.answers = [503]

    assert courier(Webhook(endpoint.url, SAID)).round() == Handed(put_off=1)
    assert asked(house).state == "requested"


def test_what_is_given_up_keeps_the_notice_and_nobodys_address(
    house: House, endpoint: Endpoint, courier: Callable[..., Courier]
) -> None:
    ask_for_evidence(house)
    endpoint.answers = [410]

    assert courier(Webhook(endpoint.url, SAID)).round() == Handed(given_up=1)
    (notice,) = house.ledgers.group(NOTICES)
    assert json.loads(outbox(house).body) == {"notice": notice.id}


def test_what_nobody_carries_out_is_given_up(house: House, courier: Callable[..., Courier]) -> None:
    item = OutboxItem("x/1", "pigeon.send", b"{}", datetime(2020, 1, 1, tzinfo=UTC))
    house.store.run(lambda tx: tx.add_outbox([item]))

    assert courier().round() == Handed(given_up=1)
    assert "pigeon.send" in outbox(house).error


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        (Settings(webhook_url="ftp://x/", webhook_secret=SAID), "webhook_url"),
        (Settings(webhook_url="https://user:pw@x/", webhook_secret=SAID), "webhook_url"),
        (Settings(webhook_url="https://x/", webhook_secret="short"), "webhook_secret"),
        (Settings(webhook_url="https://x/"), "webhook_secret"),
        (Settings(smtp="mail.example", mail_from="a@b.example"), "smtp"),
        (Settings(smtp="mail.example:25"), "mail_from"),
        (Settings(smtp="mail.example:25", mail_from="a@b.example\r\nBcc: x@y.example"), "mail_from"),
    ],
)
def test_settings_that_cannot_be_used_are_named(settings: Settings, fault: str) -> None:
    with pytest.raises(Invalid) as refused:
        carriers_of(settings)

    assert refused.value.faults[0].path == fault


def test_the_settings_say_who_carries() -> None:
    asked: tuple[Carrier, ...] = carriers_of(
        Settings(webhook_url="https://x/", webhook_secret=SAID, smtp="mail.example:25", mail_from="a@b.example")
    )

    assert [type(one) for one in asked] == [Webhook, Mail]
    assert carriers_of(Settings()) == ()

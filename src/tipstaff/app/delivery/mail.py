"""Notices by mail, through a mail server of the operator's, each in the language of whom it is for."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from msgspec.structs import replace

from tipstaff.app.delivery.courier import Undelivered
from tipstaff.app.delivery.parcel import Parcel
from tipstaff.ledgers.parties import ascii_domain
from tipstaff.vocab.errors import Fault, Invalid
from tipstaff.vocab.mailboxes import is_mail_address

PATIENCE: Final = 30.0
"""Seconds that the server has for each step."""

_FINAL: Final = 500
"""From this code on the server refuses for good (RFC 5321, 4.2.1)."""


class Mail:
    """One mail server.

    Args:
        server: `host:port`; TLS is begun where the server offers it.
        sender: the address that notices come from.
        user, password: to sign in with; empty when the server asks for nothing.
    Raises:
        Invalid: the server or the sender cannot be used.
    """

    def __init__(self, server: str, sender: str, *, user: str = "", password: str = "") -> None:
        host, _, port = server.rpartition(":")
        if not host or not port.isdecimal():
            raise Invalid("the mail server cannot be used", faults=[Fault("smtp", "host:port", f"`{server[:80]}`")])
        if "@" not in sender.strip("@") or any(sign in sender for sign in "\r\n ,<>"):
            raise Invalid("notices need a sender", faults=[Fault("mail_from", "a mail address", f"`{sender[:80]}`")])
        self._server = (host.strip("[]"), int(port))
        self._sender = sender
        self._user, self._password = user, password

    def carry(self, parcel: Parcel) -> None:
        """Send it to those of its addresses that are mail addresses; a notice without any is somebody else's to
        deliver, or a person's.
        """
        addresses = tuple(_in_ascii(one) for one in parcel.addresses if is_mail_address(one))
        if not addresses:
            raise Undelivered(f"no mail address is on file for `{parcel.notice.to}`", final=True)
        mail = self._written(replace(parcel, addresses=addresses))
        try:
            with smtplib.SMTP(*self._server, timeout=PATIENCE) as server:
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=ssl.create_default_context())
                if self._user:
                    server.login(self._user, self._password)
                self._send(server, mail, addresses)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise Undelivered(f"all addresses were refused ({codes[0]})", final=min(codes) >= _FINAL) from None
        except smtplib.SMTPResponseException as error:
            refused_for_good = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _FINAL
            raise Undelivered(f"the mail server answered {error.smtp_code}", final=refused_for_good) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Undelivered(f"the mail server cannot be used: {type(error).__name__}") from None

    def _send(self, server: smtplib.SMTP, mail: EmailMessage, addresses: Sequence[str]) -> None:
        """To all whom this server can reach: not every one takes letters beyond ASCII before the @ (RFC 6531)."""
        server.ehlo_or_helo_if_needed()
        reached = [one for one in addresses if one.isascii() or server.has_extn("smtputf8")]
        if not reached:
            raise Undelivered("the mail server takes no such address (SMTPUTF8 is not offered)", final=True)
        if len(reached) < len(addresses):
            del mail["To"]
            mail["To"] = ", ".join(reached)
        server.send_message(mail, self._sender, reached)

    def _written(self, parcel: Parcel) -> EmailMessage:
        """The mail, of which it is sure that it can be put on the wire."""
        try:
            mail = self.message(parcel)
            mail.as_bytes(policy=SMTPUTF8)
        except (ValueError, AttributeError, LookupError, MessageError) as fault:  # what `email` raises at odd headers
            raise Undelivered(f"the mail cannot be written: {type(fault).__name__}", final=True) from None
        return mail

    def message(self, parcel: Parcel) -> EmailMessage:
        """The mail. Its id follows from the parcel's key, so that a repeat can be told."""
        notice = parcel.notice
        words = notice.texts.get(notice.language) or next(iter(notice.texts.values()))
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self._sender
        mail["To"] = ", ".join(parcel.addresses)
        mail["Subject"] = " ".join(words.subject.split())
        mail["Date"] = format_datetime(notice.at)
        mail["Message-ID"] = f"<{sha256(parcel.key.encode()).hexdigest()[:32]}@{self._sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content("\n\n".join((words.body, "\n".join(parcel.sample))) if parcel.sample else words.body)
        mail["Content-Language"] = notice.language  # after the content, which takes away what was said about it
        return mail


def _in_ascii(address: str) -> str:
    """The address with its domain as every mail server takes it: `abuse@exämple.org` at `xn--exmple-cua.org`."""
    local, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}@{ascii_domain(domain)}"

"""Notices by mail, through a mail server of the operator's, each in the language of whom it is for."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from tipstaff.app.delivery.courier import Undelivered
from tipstaff.app.delivery.parcel import Parcel
from tipstaff.vocab.errors import Fault, Invalid

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
        """Send it; a notice without an address is somebody else's to deliver, or a person's."""
        if not parcel.addresses:
            raise Undelivered(f"no mail address is on file for `{parcel.notice.to}`", final=True)
        try:
            with smtplib.SMTP(*self._server, timeout=PATIENCE) as server:
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=ssl.create_default_context())
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(self.message(parcel), self._sender, list(parcel.addresses))
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise Undelivered(f"all addresses were refused ({codes[0]})", final=min(codes) >= _FINAL) from None
        except smtplib.SMTPResponseException as error:
            refused_for_good = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _FINAL
            raise Undelivered(f"the mail server answered {error.smtp_code}", final=refused_for_good) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Undelivered(f"the mail server cannot be used: {type(error).__name__}") from None

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

"""The carriers that the settings ask for."""

from __future__ import annotations

from tipstaff.app.delivery.courier import Carrier
from tipstaff.app.delivery.mail import Mail
from tipstaff.app.delivery.webhook import Webhook
from tipstaff.settings import Settings


def carriers_of(settings: Settings) -> tuple[Carrier, ...]:
    """In the order in which they are asked; none: notices wait in the outbox.

    Raises:
        Invalid: an address or a secret cannot be used.
    """
    asked: list[Carrier] = []
    if settings.webhook_url:
        asked.append(Webhook(settings.webhook_url, settings.webhook_secret))
    if settings.smtp:
        asked.append(Mail(settings.smtp, settings.mail_from, user=settings.smtp_user, password=settings.smtp_password))
    return tuple(asked)

"""Notices to an endpoint of the operator's, signed as Standard Webhooks 1.0 says (standardwebhooks.com).

    webhook-id: notice/01K…        the same at every try
    webhook-timestamp: 1795350000  seconds since 1970
    webhook-signature: v1,…        base64 of HMAC-SHA256(secret, "id.timestamp.body")

Any 2xx is taken for delivered, 410 for "never again"; everything else, redirects too, for "later".
"""

from __future__ import annotations

import hmac
import ssl
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

import msgspec

from tipstaff.app.delivery.courier import Undelivered
from tipstaff.app.delivery.parcel import Parcel
from tipstaff.vocab.errors import Fault, Invalid

PATIENCE: Final = 15.0
"""Seconds that the endpoint has for each step."""

_PREFIX: Final = "whsec_"
_SHORTEST: Final = 16
_GONE: Final = 410


class Webhook:
    """One endpoint.

    Args:
        url: http or https.
        secret: `whsec_` and base64 of at least 16 bytes.
    Raises:
        Invalid: the address or the secret cannot be used.
    """

    def __init__(self, url: str, secret: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
            raise Invalid("the webhook's address cannot be used", faults=[_fault("webhook_url", "http(s)://host/path")])
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._key = _key(secret)

    def carry(self, parcel: Parcel) -> None:
        """Post it."""
        told = {"type": "notice", "notice": parcel.notice, "addresses": parcel.addresses}
        body = msgspec.json.encode({**told, "sample": parcel.sample} if parcel.sample else told)
        stamp = str(int(parcel.at.timestamp()))
        headers = {
            "content-type": "application/json",
            "webhook-id": parcel.key,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(self._key, parcel.key, stamp, body),
        }
        status = self._posted(body, headers)
        if not 200 <= status < 300:
            raise Undelivered(f"the webhook answered {status}", final=status == _GONE)

    def _posted(self, body: bytes, headers: dict[str, str]) -> int:
        connection = self._connection()
        try:
            connection.request("POST", self._path, body, headers)
            return connection.getresponse().status
        except (OSError, HTTPException) as error:
            raise Undelivered(f"the webhook cannot be reached: {type(error).__name__} {error}") from None
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        if self._secure:
            return HTTPSConnection(self._host, self._port, timeout=PATIENCE, context=ssl.create_default_context())
        return HTTPConnection(self._host, self._port, timeout=PATIENCE)


def signature(key: bytes, ident: str, stamp: str, body: bytes) -> str:
    """What stands in `webhook-signature`."""
    signed = b".".join((ident.encode(), stamp.encode(), body))
    return "v1," + b64encode(hmac.digest(key, signed, "sha256")).decode()


def _key(secret: str) -> bytes:
    try:
        key = b64decode(secret.removeprefix(_PREFIX), validate=True) if secret.startswith(_PREFIX) else b""
    except (NotBase64, ValueError):
        key = b""
    if len(key) < _SHORTEST:
        wanted = f"`{_PREFIX}` and base64 of at least {_SHORTEST} bytes"
        raise Invalid("the webhook's secret cannot be used", faults=[_fault("webhook_secret", wanted)])
    return key


def _fault(setting: str, wanted: str) -> Fault:
    return Fault(setting, wanted, "something else")

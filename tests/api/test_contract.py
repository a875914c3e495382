"""The document holds: generated requests, valid and not, against the real server, each answer checked against it."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tipstaff.api.openapi import Description
from tipstaff.api.table import ROUTES
from tipstaff.vocab.events import COMMON, STANDARD
from tipstaff.vocab.reading.schema import Vocabulary

CHECKS = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]
# Commands may refuse what fits their schema, because of what is on file; they also take a number where a text is asked.
# A batch answers each bad event in its place, with 200 for the whole.
EXACT = [*CHECKS, negative_data_rejection, positive_data_acceptance]


# A few event types stand for all: `test_openapi` holds each type's schema to the decoder, a hundred times faster.
SMALL = Vocabulary({name: STANDARD.types[name] for name in ("message.send", "recording.start", "app.observed")}, COMMON)
CONFIG = SchemathesisConfig.from_dict(
    {"checks": {"positive_data_acceptance": {"expected-statuses": [200, 201, 404, 409, 422]}}}
)
# Two operations would end the test's own server or key; another test has them.
schema = schemathesis.openapi.from_dict(Description(ROUTES, SMALL, "1").content, config=CONFIG).exclude(
    operation_id=["reloadBundle", "revokeKey"]
)


@schemathesis.serializer("application/x-ndjson")
def as_text(_context: Any, value: Any) -> bytes:
    """NDJSON is a text; what was generated for it goes out as it is."""
    return value.encode("utf-8", "replace") if isinstance(value, str) else b""


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_promised(case: Any, server: Any) -> None:
    exact = "commands" not in case.operation.tags and case.operation.path != "/v1/decisions/batch"
    case.call_and_validate(
        base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}, checks=EXACT if exact else CHECKS
    )

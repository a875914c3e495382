from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from tipstaff.api.metrics import DoorMetrics, exposition
from tipstaff.api.metrics.doors import BOUNDS
from tipstaff.app.metrics import Metrics

SERVICE: Any = SimpleNamespace(
    metrics=Metrics(
        Counter({("message.send", "deny", 'a"b\\c'): 3}), 7, 1, 4, deliveries_failed=5, faults=Counter({"clocks": 6})
    ),
    backlog=2,
    bundle=SimpleNamespace(hash="sha256:00", rules=[1, 2]),
)


def samples(metrics: DoorMetrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = exposition(metrics, SERVICE).decode()
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


@given(st.lists(st.floats(0, 20), max_size=50))
def test_each_bucket_counts_what_was_at_most_that_slow(seconds: list[float]) -> None:
    metrics = DoorMetrics()
    for one in seconds:
        metrics.observe("decide", 200, one)

    found = samples(metrics)

    for bound in BOUNDS if seconds else ():
        labels = (("le", repr(bound)), ("operation", "decide"))
        assert found["tipstaff_http_request_seconds_bucket", labels] == sum(one <= bound for one in seconds)
    assert found.get(("tipstaff_http_request_seconds_count", (("operation", "decide"),)), 0) == len(seconds)


def test_decisions_queue_erasures_and_bundle_are_told() -> None:
    found = samples(DoorMetrics())

    labels = (("policy", 'a"b\\c'), ("type", "message.send"), ("verdict", "deny"))
    assert found["tipstaff_decisions_total", labels] == 3
    assert found["tipstaff_writer_queue", ()] == 2
    assert found["tipstaff_events_erased_total", ()] == 7
    assert found["tipstaff_retention_sweeps_failed_total", ()] == 1
    assert found["tipstaff_notices_delivered_total", ()] == 4
    assert found["tipstaff_deliveries_failed_total", ()] == 5
    assert found["tipstaff_upkeep_faults_total", (("task", "clocks"),)] == 6
    assert found["tipstaff_bundle_info", (("hash", "sha256:00"), ("rules", "2"))] == 1

"""The Prometheus text, made when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)

from tipstaff.api.metrics.doors import DoorMetrics

if TYPE_CHECKING:
    from tipstaff.app.serving import Service


def exposition(doors: DoorMetrics, service: Service) -> bytes:
    """All metrics of this process as text."""
    registry = CollectorRegistry()
    registry.register(_Collected(doors, service))
    return generate_latest(registry)


class _Collected:
    def __init__(self, doors: DoorMetrics, service: Service) -> None:
        self._doors = doors
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Every family, from the counts as they stand."""
        yield from _requests(self._doors)
        yield from _decisions(self._service)


def _requests(doors: DoorMetrics) -> Iterator[Metric]:
    requests = CounterMetricFamily("tipstaff_http_requests", "Requests answered.", labels=["operation", "status"])
    for (operation, status), count in doors.requests.items():
        requests.add_metric([operation, str(status)], count)
    yield requests
    latency = HistogramMetricFamily(
        "tipstaff_http_request_seconds", "From the first byte read to the answer.", labels=["operation"]
    )
    for operation, seen in doors.latency.items():
        latency.add_metric([operation], list(doors.cumulative(operation)), seen.total)
    yield latency


def _decisions(service: Service) -> Iterator[Metric]:
    decisions = CounterMetricFamily(
        "tipstaff_decisions",
        "Decisions recorded; `policy` is that of the severest reason.",
        labels=["type", "verdict", "policy"],
    )
    for (kind, verdict, policy), count in service.metrics.decisions.items():
        decisions.add_metric([kind, verdict, policy], count)
    yield decisions
    yield GaugeMetricFamily("tipstaff_writer_queue", "Decisions waiting for the writer.", value=service.backlog)
    yield CounterMetricFamily(
        "tipstaff_events_erased", "Events erased because policies no longer keep them.", value=service.metrics.erased
    )
    yield CounterMetricFamily(
        "tipstaff_retention_sweeps_failed",
        "Sweeps for such events that the database refused; each begins again.",
        value=service.metrics.sweeps_failed,
    )
    yield CounterMetricFamily("tipstaff_notices_delivered", "Notices delivered.", value=service.metrics.delivered)
    yield CounterMetricFamily(
        "tipstaff_deliveries_failed",
        "Tries to deliver a notice that failed; the outbox says why.",
        value=service.metrics.deliveries_failed,
    )
    faults = CounterMetricFamily(
        "tipstaff_upkeep_faults",
        "What broke off beside deciding by a fault of ours; it is tried again.",
        labels=["task"],
    )
    for task, count in service.metrics.faults.items():
        faults.add_metric([task], count)
    yield faults
    bundle = InfoMetricFamily("tipstaff_bundle", "The bundle in force.")
    bundle.add_metric([], {"hash": service.bundle.hash, "rules": str(len(service.bundle.rules))})
    yield bundle

"""From settings to a service: the store opened, the packs compiled."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tipstaff.app.delivery import Courier
from tipstaff.app.delivery.arriving import arriving
from tipstaff.app.delivery.carriers import carriers_of
from tipstaff.app.house import House
from tipstaff.app.identity import sorted_ids, system_clock
from tipstaff.app.serving import ACKS, Service
from tipstaff.settings import Settings
from tipstaff.signals.scanners import Scanners, read_rules
from tipstaff.store.sqlite import open as open_store
from tipstaff.vocab.reading.decoding import ClockLimits


def open_service(settings: Settings) -> Service:
    """Open the database and compile the bundle.

    Raises:
        StoreError: the database cannot be opened; it is as it was.
        PackInvalid: a pack does not compile; the message holds every diagnostic.
        Invalid: YARA rules that cannot be read or do not compile, or a webhook or mail server that cannot be used.
    """
    if settings.database != ":memory:":
        Path(settings.database).parent.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.database, inline=False, queue=settings.queue)
    limits = ClockLimits(timedelta(seconds=settings.clock_ahead), timedelta(seconds=settings.clock_behind))
    house = House(
        store,
        settings.policies,
        folders=[Path(folder) for folder in settings.packs],
        clock=system_clock,
        ids=sorted_ids(system_clock),
        limits=limits,
        key=settings.recipient_key.encode(),
        known_accounts_only=settings.unknown_accounts == "refuse",
        scanners=Scanners(read_rules(settings.yara_rules), settings.clamd),
    )
    house.make_ready()
    carriers = carriers_of(settings)
    arrived = arriving(house.commander)
    courier = Courier(store, house.ledgers, carriers, system_clock, arrived) if carriers else None
    return Service(
        house, acknowledge=ACKS[settings.acknowledge], snapshot_every=float(settings.snapshot_every), courier=courier
    )

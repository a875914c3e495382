"""One commit: run the jobs, write what they collected, tell everyone."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from tipstaff.store.acks import Ack
from tipstaff.store.commit.backlog import Posted
from tipstaff.store.commit.batch import prepare
from tipstaff.store.commit.session import Session
from tipstaff.store.commit.work import Work
from tipstaff.store.errors import StoreError
from tipstaff.store.interface import Deliver, Outcome

Result = tuple[object, BaseException | None]


def commit(session: Session, posted: Sequence[Posted]) -> None:
    """Run all jobs in one transaction and deliver their outcomes.

    A job that raises is undone alone. When the database itself fails (full, locked, damaged), every job fails with that
    StoreError. When one row cannot be written, the commit is taken apart and each job runs again in its own, so that
    only the culprit fails.
    """
    try:
        results = _attempt(session, posted)
    except StoreError as error:
        session.rollback()
        _tell(posted, [(None, error)] * len(posted))
    except BaseException as error:  # noqa: BLE001 - whatever one row raised, it must not take the other jobs with it
        session.rollback()
        if len(posted) == 1:
            _tell(posted, [(None, error)])
        else:
            for one in posted:
                commit(session, [one])
    else:
        _tell(posted, results)


def _attempt(session: Session, posted: Sequence[Posted]) -> list[Result]:
    """Begin, run, write, commit. Jobs that asked for memory are told before the commit."""
    heads = session.begin(fsync=any(one.ack is Ack.FSYNC for one in posted))
    keys = {key for one in posted for key in one.keys}
    work = Work(session, heads, keys)
    results = [_run(work, one) for one in posted]
    if any(one.ack is Ack.MEMORY for one in posted):
        early = [index for index, one in enumerate(posted) if one.ack is Ack.MEMORY]
        _tell([posted[index] for index in early], [results[index] for index in early])
    if work.log:
        session.write(prepare(work.log, (heads.decision, heads.change, heads.audit, heads.hash)))
    session.commit()
    return results


def _run(work: Work, one: Posted) -> Result:
    start = len(work.log)
    try:
        return one.job(work), None
    except StoreError:
        raise
    except BaseException as error:  # noqa: BLE001 - a job's exception is its future's, whatever it is
        work.undo_to(start)
        return None, error


def _tell(posted: Sequence[Posted], results: Sequence[Result]) -> None:
    """Call each `deliver` once with all outcomes meant for it; nobody is told twice."""
    by_deliver: dict[Deliver, list[Outcome]] = {}
    for one, (result, error) in zip(posted, results, strict=True):
        if one.told:
            continue
        one.told = True
        outcome = (one.ticket, result, error)
        if one.deliver in by_deliver:
            by_deliver[one.deliver].append(outcome)
        else:
            by_deliver[one.deliver] = [outcome]
    for deliver, outcomes in by_deliver.items():
        try:
            deliver(outcomes)
        except Exception as error:  # noqa: BLE001 - a door that broke its promise must not stop the writer for all others
            threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))

"""Commands carried out in a transaction of the store: entries, their history, and a line in the audit chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import msgspec

from tipstaff.app.identity import Ids
from tipstaff.app.outbox.inside import Inside
from tipstaff.app.recording.commands import COMMANDS
from tipstaff.app.recording.remedies import LiveCases, Opening, Seen, named
from tipstaff.cases.commands.silence import follow_licences
from tipstaff.enforce.standing import follow_standing
from tipstaff.ledgers import Change, Draft, Ledgers
from tipstaff.ledgers.commands import Answer, execute
from tipstaff.ledgers.records.accounts import ACCOUNTS
from tipstaff.store import OutboxItem, Transaction
from tipstaff.vocab.arguments import masked
from tipstaff.vocab.decision import Effect
from tipstaff.vocab.enforcing import Law
from tipstaff.vocab.errors import Fault, Invalid
from tipstaff.vocab.permitting import UseTerms

ENGINE: Final = "tipstaff"


class Commander:
    """Runs commands.

    Args:
        ledgers: where entries are looked up.
        ids: makes ids for what has none.
        known_accounts_only: refuse what names an account that nobody has put.

    `uses`, what the policies in force ask of authorizations, and `law`, what they say about enforcement, follow the
    bundle.
    """

    def __init__(self, ledgers: Ledgers, ids: Ids, *, known_accounts_only: bool = False) -> None:
        self.uses: Mapping[str, UseTerms] = {}
        self.law = Law()
        self._ledgers = ledgers
        self._ids = ids
        self._known_accounts_only = known_accounts_only
        self._live_cases = LiveCases()

    def new_id(self) -> str:
        """An id for what is about to be recorded."""
        return self._ids()

    def draft(self, tx: Transaction) -> Draft:
        """The ledgers as the transaction sees them."""
        return self._ledgers.draft(tx)

    def named(self, tx: Transaction, opening: Opening, effects: Sequence[Effect]) -> tuple[str | None, list[Effect]]:
        """The case of a decision, and its effects with theirs; see `remedies.named`."""
        return named(opening, effects, Seen(tx, self.draft, self._live_cases))

    def run(  # noqa: PLR0913 - what, with what, by whom, when, and how loudly
        self, tx: Transaction, name: str, args: Mapping[str, Any], *, actor: str, at: datetime, quiet: bool = False
    ) -> Answer:
        """Run `noun.verb` and write what it changes. Raises what the command raises; then nothing is written.

        Args:
            quiet: what changes nothing is not recorded either.
        """
        if self._known_accounts_only:
            require_account(self._ledgers.draft(tx), args.get("account", ""))
        followed: list[Change] = []

        def again(tx: Transaction, name: str, args: Mapping[str, Any]) -> None:
            followed.extend(self.run(tx, name, args, actor=ENGINE, at=at).changes)

        context = Inside(now=at, actor=actor, new_id=self._ids, uses=self.uses, law=self.law, tx=tx, again=again)
        answer = execute(name, args, self._ledgers, context, shelf=tx, commands=COMMANDS)
        if quiet and not answer.changes:
            return answer
        self._write(tx, answer.changes, (at, actor, name))
        after = self._ledgers.draft(tx)
        follow_standing(after, answer.changes, self.law)
        follow_licences(after, answer.changes, self.law, at)
        self._write(tx, after.changes, (at, actor, name))
        tx.add_outbox(OutboxItem(one.key, one.do, msgspec.json.encode(one.body), at) for one in answer.outgoing)
        tx.append_audit("command", {"command": name, "args": masked(args)}, at, actor)
        more = (*followed, *after.changes)
        return replace(answer, changes=(*answer.changes, *more)) if more else answer

    @staticmethod
    def _write(tx: Transaction, changes: Iterable[Change], told: tuple[datetime, str, str]) -> None:
        """Put changes down with when, by whom and by which command."""
        for change in changes:
            tx.put_entry(change.kind, change.key, change.value, *told)


def require_account(ledgers: Ledgers, account: object) -> None:
    """Nothing, when the account is on file or none is named.

    Raises:
        Invalid: nobody has put it.
    """
    if isinstance(account, str) and account and ledgers.get(ACCOUNTS, account) is None:
        fault = Fault("account", "an account on file", f"`{account[:100]}`", "put it first with `account.put`")
        raise Invalid(f"the account `{account[:100]}` is not known", faults=[fault])

"""Commands carried out in a transaction of the store: entries, their history, and a line in the audit chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from tipstaff.app.identity import Ids
from tipstaff.app.recording.commands import COMMANDS
from tipstaff.app.recording.remedies import LiveCases, joined, named
from tipstaff.enforce.standing import follow_standing
from tipstaff.ledgers import Change, Draft, Ledgers
from tipstaff.ledgers.commands import Answer, CommandContext, execute
from tipstaff.ledgers.records.accounts import ACCOUNTS
from tipstaff.store import OutboxItem, Transaction
from tipstaff.vocab.decision import Decision, Effect
from tipstaff.vocab.enforcing import Law
from tipstaff.vocab.errors import Fault, Invalid
from tipstaff.vocab.masking import mask_file_name, mask_party, mask_sample, mask_within
from tipstaff.vocab.permitting import UseTerms

_EXACT = 2**53
# A longer list (an import, a register) stands in the chain as its length and digest; the rows are in the history.
_LISTED = 20
# Shorter numbers are nobody's.
_PERSONAL = 10**6
_PARTIES = frozenset({"recipient", "reporter", "entries", "number", "from", "to"})
_NUMBERED = _PARTIES | {"sample"}
# What these hold is written by people, or names people, in one word or in many.
_WRITTEN = {"sample": mask_sample, "files": mask_file_name, "about": mask_within, "reason": mask_within}


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

    def named(self, tx: Transaction, decision: Decision, fresh: Sequence[str]) -> Decision:
        """A decision with its case and its effects with theirs; see `remedies.named`."""
        ledgers = self.draft(tx)
        return named(decision, fresh, ledgers, self._live_cases.seen_by(tx, ledgers))

    def joined(self, tx: Transaction, effects: Sequence[Effect]) -> str | None:
        """The open case in which effects have nothing left to do; see `remedies.joined`."""
        ledgers = self.draft(tx)
        return joined(effects, ledgers, self._live_cases.seen_by(tx, ledgers))

    def run(  # noqa: PLR0913 - what, with what, by whom, when, and how loudly
        self, tx: Transaction, name: str, args: Mapping[str, Any], *, actor: str, at: datetime, quiet: bool = False
    ) -> Answer:
        """Run `noun.verb` and write what it changes. Raises what the command raises; then nothing is written.

        Args:
            quiet: what changes nothing is not recorded either.
        """
        if self._known_accounts_only:
            require_account(self._ledgers.draft(tx), args.get("account", ""))
        context = CommandContext(now=at, actor=actor, new_id=self._ids, uses=self.uses, law=self.law)
        answer = execute(name, args, self._ledgers, context, shelf=tx, commands=COMMANDS)
        if quiet and not answer.changes:
            return answer
        self._write(tx, answer.changes, (at, actor, name))
        after = self._ledgers.draft(tx)
        follow_standing(after, answer.changes, self.law)
        self._write(tx, after.changes, (at, actor, name))
        tx.add_outbox(OutboxItem(one.key, one.do, msgspec.json.encode(one.body), at) for one in answer.outgoing)
        tx.append_audit("command", {"command": name, "args": masked(args)}, at, actor)
        return replace(answer, changes=(*answer.changes, *after.changes)) if after.changes else answer

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


def masked(value: Any, name: str = "") -> Any:
    """Arguments as they may stand in the audit chain: recipients masked, everything as plain JSON.

    Of sentences, what is personal in them is masked. A word of digits alone may be an id, by which it must be found:
    it is masked where the argument's name says that it is somebody's number.
    """
    if isinstance(value, str):
        if name in _WRITTEN:
            return _WRITTEN[name](value)
        if " " in value.strip():
            return mask_within(value)
        if value.isdigit() and name in _PARTIES:
            return mask_party(value)
        return mask_party(value) if "@" in value[1:] or (value[:1] == "+" and value[1:2].isdigit()) else value
    if type(value) is int and -_EXACT < value < _EXACT and name not in _NUMBERED:
        return value
    if type(value) is dict or isinstance(value, Mapping):
        return {str(key): masked(item, name if name in _WRITTEN else str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if len(value) > _LISTED:
            return {"count": len(value), "sha256": sha256(msgspec.json.encode(value)).hexdigest()}
        return [masked(item, name) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and name in _NUMBERED:
        return masked(str(value), name) if abs(value) >= _PERSONAL else value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return str(value)
    return msgspec.to_builtins(value, str_keys=True)

"""A network's written instruction: recorded, and carried out at once."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from tipstaff.cases.records.instruction import INSTRUCTIONS, Instruction, What
from tipstaff.enforce.actions import Proposal, begin, standing
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.vocab.errors import Fault, Incomplete, Invalid


class InstructionRecord(Struct, frozen=True):
    """Which network asks what about which account, and the writing that it asks it in."""

    network: str
    account: str
    instruction: What
    document: str
    id: str = ""


def record(draft: Draft, args: InstructionRecord, context: CommandContext) -> dict[str, Any]:
    """Record a network's written instruction and carry it out: `suspend` suspends the channel, and nothing else."""
    if not args.document.strip():
        raise Incomplete("an instruction is in writing: `document` says where it is")
    if args.instruction != "suspend":
        hint = "erasing and anonymising what came over a channel is not there yet"
        fault = Fault("instruction", "suspend", f"`{args.instruction}`", hint)
        raise Invalid(f"not there yet: instruction.record {args.instruction}", faults=[fault])
    network = args.network.strip().casefold()
    clause = _clause(network, context)
    proposal = Proposal(
        account=args.account,
        kind="suspend",
        scope="channel",
        subject=network,
        source="instruction",
        clause=clause,
        reason=_reason(draft, args),
    )
    action = standing(draft, proposal) or begin(draft, proposal, context.new_id(), context)
    made = Instruction(
        args.id or context.new_id(), network, args.account, args.instruction, args.document, context.now,
        context.actor, clause, action.id,
    )  # fmt: skip
    draft.put(INSTRUCTIONS, made)
    return {"id": made.id, "action": action.id, "instruction": plain(made)}


def _clause(network: str, context: CommandContext) -> str:
    """The clause of the most specific policy that carries out the network's instructions; "" when none does."""
    found = [policy.enforcement.instructions.get(network, "") for policy in context.law.policies.values()]
    return next((clause for clause in reversed(found) if clause), "")


def _reason(draft: Draft, args: InstructionRecord) -> str:
    if draft.account(args.account).locale == "fr":
        return f"instruction écrite du réseau {args.network} ({args.document})"
    return f"written instruction of the network {args.network} ({args.document})"


COMMANDS: Final[tuple[Command, ...]] = (Command("instruction.record", InstructionRecord, record, DESK),)

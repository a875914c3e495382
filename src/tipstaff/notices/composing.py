"""The words of a notice in every language: what happened, its scope and length, the ground, and what can be done."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from tipstaff.notices.notice import Words
from tipstaff.vocab.enforcing import ClauseLaw, Law
from tipstaff.vocab.times.durations import parse_duration

LANGUAGES: Final = ("en", "fr")
ASKED_FOR: Final = ("opt-in", "purpose", "campaign-purpose", "sample", "identity", "use", "deletion", "stop")
"""What evidence is often asked for and has words in every language; anything else stands as it was asked."""

_TO_REPORTERS: Final = frozenset({"acknowledgement", "outcome"})
_OF_VIOLATIONS: Final = frozenset({"warning", "stop-request", "removal", "limit", "suspension", "termination"})
_WITHOUT_END: Final = frozenset({"warning", "stop-request", "restoration"})


def compose(kind: str, facts: Mapping[str, str], clause: ClauseLaw | None, law: Law) -> dict[str, Words]:
    """A notice of a kind in every language.

    Args:
        facts: `account`, `scope`, `object`, `until`, `reason`, `action`, `number`, `finding`, `automated` ("yes"),
            `version`, `about`, `within` and `otherwise`, as far as they are known.
    """
    return {language: _in(language, kind, facts, (clause, law)) for language in LANGUAGES}


def phrase(language: str, name: str, **facts: str) -> str:
    """Words that a record gives as its reason, in a reader's language (English where there are none in it)."""
    texts = _texts(language if language in LANGUAGES else "en")
    known: str = texts["phrase"][name]
    return known.format_map(_Or({**facts, "about": texts["about"].get(facts.get("about", ""), facts.get("about", ""))}))


def _in(language: str, kind: str, facts: Mapping[str, str], ground: tuple[ClauseLaw | None, Law]) -> Words:
    texts = _texts(language)
    known = kind if kind in texts["opening"] else "other"
    named = _Or({**facts, **_ground(language, *ground, facts)})
    scope = facts.get("scope", "account")
    named["what"] = texts["scope"].get(scope, texts["scope"]["content"]).format_map(_Or(facts))
    named["found"] = facts.get("finding", "")
    named["finding"] = texts["finding"].get(named["found"], "")
    named["action"] = texts["action"].get(facts.get("action", "")) or _own_action(language, facts, *ground)
    named["about"] = texts["about"].get(facts.get("about", ""), facts.get("about", ""))
    named["within"] = _spoken(facts.get("within", ""), texts["length"])
    named["until"] = _moment(facts.get("until", ""), texts["moment"])
    named["breach"] = _breach(language, known, *ground)
    named.setdefault("title", named["what"])
    paragraphs = [texts["opening"][known].format_map(named), *_further(texts["paragraph"], known, named)]
    return Words(texts["subject"][known].format_map(named), "\n\n".join(paragraphs))


def _further(texts: Mapping[str, str], kind: str, named: Mapping[str, str]) -> Iterator[str]:
    if kind in _TO_REPORTERS:
        return
    if kind in _ON_EVIDENCE:
        yield from _ON_EVIDENCE[kind](texts, named)
        return
    if named.get("until"):
        yield texts["until"].format_map(named)
    elif kind not in _WITHOUT_END:
        yield texts["open-end"]
    if named.get("text"):
        yield texts["ground"].format_map(named)
    if named.get("breach"):
        yield texts["breach"].format_map(named)
    if named.get("reason"):
        yield texts["reason"].format_map(named)
    if kind != "restoration":
        yield texts["automated" if named.get("automated") else "person"]
        yield texts["redress"]


def _asking(texts: Mapping[str, str], named: Mapping[str, str]) -> Iterator[str]:
    """What a request for evidence goes on to say: its number, by when, what follows otherwise, on which ground."""
    yield texts["number"].format_map(named)
    if named.get("within"):
        yield texts["within"].format_map(named)
    if named.get("otherwise"):
        yield texts[f"otherwise-{named['otherwise']}"]
    if named.get("text"):
        yield texts["ground"].format_map(named)


def _refusing(texts: Mapping[str, str], named: Mapping[str, str]) -> Iterator[str]:
    """What the refusal of proof goes on to say: why, by when better proof is wanted, and that it can be objected to."""
    if named.get("reason"):
        yield texts["reason"].format_map(named)
    if named.get("until"):
        yield texts["better-by"].format_map(named)
        yield texts[f"otherwise-{named['otherwise']}"]
    else:
        yield " ".join(texts[name] for name in ("better-still", "better-ends")[: 1 + bool(named.get("within"))])
    yield texts["number"].format_map(named)
    yield texts["automated" if named.get("automated") else "person"]
    yield texts["redress"]


def _withdrawing(texts: Mapping[str, str], named: Mapping[str, str]) -> Iterator[str]:
    """What the end of a request goes on to say: what was found meanwhile, and that all is over or how to object."""
    if named.get("finding"):
        yield named["finding"]
    yield texts["redress" if named.get("found") == "violation" else "no-answer"]


def _no_more(_texts: Mapping[str, str], _named: Mapping[str, str]) -> Iterator[str]:
    yield from ()


_ON_EVIDENCE: Final[Mapping[str, Callable[[Mapping[str, str], Mapping[str, str]], Iterator[str]]]] = {
    "evidence-request": _asking,
    "evidence-refused": _refusing,
    "evidence-accepted": _no_more,
    "evidence-withdrawn": _withdrawing,
}


def _spoken(duration: str, units: Mapping[str, Sequence[str]]) -> str:
    """A duration in words: `15bd:FR` is `15 business days`."""
    parts = parse_duration(duration).parts if duration else ()
    return " ".join(units[part.unit][part.amount != 1].format(n=part.amount) for part in parts)


def _ground(language: str, clause: ClauseLaw | None, law: Law, facts: Mapping[str, str]) -> dict[str, str]:
    """What names the clause; nothing when there is none."""
    if clause is None:
        return {}
    policy = law.policies.get(clause.policy)
    title = _chosen(policy.title, language) if policy is not None else clause.policy
    text = _chosen(clause.text, language)
    return {
        "ref": clause.ref or clause.id,
        "policy": title,
        "version": facts.get("version", ""),
        "text": text,
        "title": f"{title}, {clause.ref or clause.id}",
    }


def _own_action(language: str, facts: Mapping[str, str], clause: ClauseLaw | None, law: Law) -> str:
    """What the policy calls an action of its own; the action's name where it calls it nothing."""
    kind = facts.get("action", "")
    policies = law.policies.values() if clause is None else (law.policies.get(clause.policy),)
    own = (policy.enforcement.actions.get(kind) for policy in policies if policy is not None)
    return next((_chosen(one.title, language) for one in own if one is not None), kind)


def _breach(language: str, kind: str, clause: ClauseLaw | None, law: Law) -> str:
    """The clause by which a violation breaks the terms themselves; "" where there is none, or nothing was found."""
    if clause is None or kind not in _OF_VIOLATIONS:
        return ""
    found = law.clause(law.enforcement_of(clause.id).material_breach)
    return f"{_chosen(found.text, language)} ({found.ref or found.id})" if found is not None else ""


def _moment(iso: str, form: str) -> str:
    """A time of day (UTC) as the language writes it."""
    return datetime.strptime(iso, "%Y-%m-%d %H:%M").replace(tzinfo=UTC).strftime(form) if iso else ""


def _chosen(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


class _Or(dict[str, str]):
    """What is not known is left out."""

    def __missing__(self, key: str) -> str:
        return ""


@lru_cache(maxsize=len(LANGUAGES))
def _texts(language: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("texts", f"{language}.toml").read_text(encoding="utf-8"))

"""The workload: 40 event types, 150 rules of which about 24 can match an event, events of about 700 bytes.

Ten rules are global, the others stand on four types each. Sixteen shapes of condition, each written down once per
language from the same figures, so that every engine is asked the same thing. The seed is fixed: the same rules and
events come out on every machine.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.schema import FieldType, ListOf, MapOf, Record, Scalar

SEED = 7
TYPES = tuple(sorted(STANDARD.types))[:40]

# What the benchmark's policy adds to every type.
FIELDS = {
    "context": {
        "country": "str", "plan": "str", "lang": "str", "host": "str", "path": "str", "body": "str",
        "score": "int", "age_days": "int", "amount": "float", "is_new": "bool", "opened_at": "time",
        "tags": ["str"], "labels": {"str": "str"}, "links": [{"host": "str", "clicks": "int"}],
        "referrer?": "str", "device?": "str",
    }
}  # fmt: skip

COUNTRIES = "FR DE US GB ES IT NL BE CH AT PL SE NO DK FI PT IE CA AU BR".split()
PLANS = "free basic pro enterprise trial".split()
TAGS = "promo invoice alert news login reset welcome survey".split()
HOSTS = [f"{name}.example" for name in "alpha bravo charlie delta echo foxtrot golf hotel india juliet".split()]
WORDS = "win free prize account verify urgent offer meeting report invoice lunch crypto loan update holiday".split()


@dataclass(frozen=True)
class BenchRule:
    """One rule, in the languages of the engines. `cedar` is None where that language has no way to say it."""

    id: str
    types: tuple[str, ...]
    cel: str
    rego: str
    cedar: str | None


def _shapes() -> list[Callable[[random.Random], tuple[str, str, str | None]]]:
    return [
        _country, _countries, _host_start, _host_end, _pattern, _score, _hour, _referrer,
        _label, _tag, _link, _many_tags, _either, _plan, _amount, _long_body,
    ]  # fmt: skip


def _country(r: random.Random) -> tuple[str, str, str | None]:
    c = r.choice(COUNTRIES)
    return (f"event.context.country == '{c}'", f'c.country == "{c}"', f'context.country == "{c}"')


def _countries(r: random.Random) -> tuple[str, str, str | None]:
    few = r.sample(COUNTRIES, 2)
    rego = "{" + ", ".join(f'"{c}"' for c in few) + "}"
    cedar = "[" + ", ".join(f'"{c}"' for c in few) + "].contains(context.country)"
    return (f"event.context.country in {few}", f"c.country in {rego}", cedar)


def _host_start(r: random.Random) -> tuple[str, str, str | None]:
    h = r.choice(HOSTS)[:4]
    return (f"event.context.host.startsWith('{h}')", f'startswith(c.host, "{h}")', f'context.host like "{h}*"')


def _host_end(r: random.Random) -> tuple[str, str, str | None]:
    h = r.choice(HOSTS)[2:]
    return (f"event.context.host.endsWith('{h}')", f'endswith(c.host, "{h}")', f'context.host like "*{h}"')


def _pattern(r: random.Random) -> tuple[str, str, str | None]:
    pattern = f"{r.choice(WORDS)} +{r.choice(WORDS)} +{r.choice(WORDS)}"
    return (f"event.context.body.matches('{pattern}')", f'regex.match("{pattern}", c.body)', None)


def _score(r: random.Random) -> tuple[str, str, str | None]:
    n = r.randint(93, 99)
    cel = f"event.context.score > {n} && event.context.is_new"
    return (cel, f"c.score > {n}\n  c.is_new", f"context.score > {n} && context.is_new")


def _hour(r: random.Random) -> tuple[str, str, str | None]:
    n = r.randint(1, 2)
    cel = f"event.context.opened_at.getHours() < {n} && event.context.plan == 'free'"
    rego = f'time.clock(time.parse_rfc3339_ns(c.opened_at))[0] < {n}\n  c.plan == "free"'
    return (cel, rego, None)


def _referrer(r: random.Random) -> tuple[str, str, str | None]:
    h = r.choice(HOSTS)
    cel = f"has(event.context.referrer) && event.context.referrer.contains('{h}')"
    return (cel, f'contains(c.referrer, "{h}")', f'context has referrer && context.referrer like "*{h}*"')


def _label(r: random.Random) -> tuple[str, str, str | None]:
    k, v = f"k{r.randint(0, 5)}", f"v{r.randint(0, 20)}"
    cel = f"'{k}' in event.context.labels && event.context.labels['{k}'] == '{v}'"
    return (cel, f'c.labels["{k}"] == "{v}"', f'context.labels has {k} && context.labels.{k} == "{v}"')


def _tag(r: random.Random) -> tuple[str, str, str | None]:
    t, plan = r.choice(TAGS), r.choice(PLANS)
    cel = f"event.context.tags.exists(t, t == '{t}') && event.context.plan == '{plan}'"
    rego = f'"{t}" in c.tags\n  c.plan == "{plan}"'
    return (cel, rego, f'context.tags.contains("{t}") && context.plan == "{plan}"')


def _link(r: random.Random) -> tuple[str, str, str | None]:
    h, n = r.choice(HOSTS), r.randint(70, 95)
    cel = f"event.context.links.exists(l, l.host == '{h}' && l.clicks > {n})"
    return (cel, f'some l in c.links\n  l.host == "{h}"\n  l.clicks > {n}', None)


def _many_tags(r: random.Random) -> tuple[str, str, str | None]:
    c = r.choice(COUNTRIES)
    cel = f"size(event.context.tags) > 2 && event.context.country == '{c}'"
    return (cel, f'count(c.tags) > 2\n  c.country == "{c}"', None)


def _either(r: random.Random) -> tuple[str, str, str | None]:
    n = r.randint(94, 98)
    cel = f"(event.context.is_new ? event.context.score : event.context.age_days) > {n}"
    cedar = f"(if context.is_new then context.score else context.age_days) > {n}"
    return (cel, f"either_above({n})", cedar)


def _plan(r: random.Random) -> tuple[str, str, str | None]:
    lang, c = r.choice(["fr", "de", "en"]), r.choice(COUNTRIES)
    cel = f"!event.context.is_new && event.context.lang != '{lang}' && event.context.country == '{c}'"
    rego = f'not c.is_new\n  c.lang != "{lang}"\n  c.country == "{c}"'
    return (cel, rego, f'!context.is_new && context.lang != "{lang}" && context.country == "{c}"')


def _amount(r: random.Random) -> tuple[str, str, str | None]:
    n = r.randint(1100, 1180)
    return (f"event.context.amount * 1.2 > {n}.0", f"c.amount * 1.2 > {n}.0", None)


def _long_body(r: random.Random) -> tuple[str, str, str | None]:
    n = r.randint(150, 170)
    cel = f"event.context.body.size() > {n} && event.context.path.startsWith('/a')"
    return (cel, f'count(c.body) > {n}\n  startswith(c.path, "/a")', None)


def rules(count: int = 150, types: tuple[str, ...] = TYPES) -> list[BenchRule]:
    """`count` rules: the first ten on every type, the others on four types each."""
    r = random.Random(SEED)
    shapes = _shapes()
    made = []
    for number in range(count):
        cel, rego, cedar = shapes[number % len(shapes)](r)
        on = types if number < 10 else tuple(r.sample(types, 4))
        made.append(BenchRule(f"r{number:05d}", on, cel, rego, cedar))
    return made


def many_rules(count: int) -> list[BenchRule]:
    """The 150 rules, and as many more as asked for, each of which names one campaign that no event has.

    These are rules that exist and cannot match: what a large installation piles up.
    """
    r = random.Random(SEED + 1)
    made = rules()
    for number in range(len(made), count):
        cel, rego, cedar = _score(r)
        key = f"campaign-{number}"
        cel = f"event.context.path == '{key}' && {cel}"
        made.append(BenchRule(f"r{number:05d}", tuple(r.sample(TYPES, 4)), cel, f'c.path == "{key}"\n  {rego}', cedar))
    return made


def events(count: int) -> list[bytes]:
    """`count` CloudEvents as JSON bytes, types in turn."""
    r = random.Random(SEED + 2)
    return [_event(number, r) for number in range(count)]


def _event(number: int, r: random.Random) -> bytes:
    name = TYPES[number % len(TYPES)]
    data = {**_fill(STANDARD.types[name].record, r), "context": _context(r)}
    return json.dumps(
        {
            "specversion": "1.0",
            "id": f"e{number}",
            "source": "bench",
            "type": name,
            "account": f"a{number % 500}",
            "time": f"2026-11-{1 + number % 20:02d}T{number % 24:02d}:{number % 60:02d}:00Z",
            "data": data,
        }
    ).encode()


def _context(r: random.Random) -> dict[str, object]:
    context: dict[str, object] = {
        "country": r.choice(COUNTRIES), "plan": r.choice(PLANS), "lang": r.choice(["fr", "de", "en", "es"]),
        "host": r.choice(HOSTS), "path": r.choice(["/a/b", "/b/c", "/login", "/c"]) + str(r.randint(0, 999)),
        "body": " ".join(r.choice(WORDS) for _ in range(r.randint(8, 26))),
        "score": r.randint(0, 99), "age_days": r.randint(0, 99), "amount": r.random() * 1000,
        "is_new": r.random() < 0.3,
        "opened_at": f"2026-11-{r.randint(1, 28):02d}T{r.randint(0, 23):02d}:00:00Z",
        "tags": r.sample(TAGS, r.randint(0, 3)),
        "labels": {f"k{n}": f"v{r.randint(0, 20)}" for n in r.sample(range(6), 3)},
        "links": [{"host": r.choice(HOSTS), "clicks": r.randint(0, 99)} for _ in range(r.randint(0, 3))],
    }  # fmt: skip
    if r.random() < 0.5:
        context["referrer"] = f"https://{r.choice(HOSTS)}/"
    return context


def _fill(record: Record, r: random.Random) -> dict[str, object]:
    return {field.name: _value(field.type, r) for field in record.fields if field.required}


def _value(field_type: FieldType, r: random.Random) -> object:
    if isinstance(field_type, ListOf):
        return [_value(field_type.item, r)]
    if isinstance(field_type, MapOf):
        return {"k": _value(field_type.value, r)}
    if isinstance(field_type, Record):
        return _fill(field_type, r)
    return _scalar(field_type, r)


def _scalar(scalar: Scalar, r: random.Random) -> object:
    if scalar.choices:
        return r.choice(scalar.choices)
    made: dict[str, object] = {
        "int": r.randint(0, 1000),
        "float": r.random(),
        "bool": r.random() < 0.5,
        "time": "2026-11-20T14:00:00Z",
    }
    return made.get(scalar.kind, f"+3361234{r.randint(1000, 9999)}" if scalar.personal else f"s{r.randint(0, 99)}")


def by_type(some: list[BenchRule]) -> Iterator[tuple[str, list[BenchRule]]]:
    """The rules of each type."""
    for name in TYPES:
        yield name, [rule for rule in some if name in rule.types]

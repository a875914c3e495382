"""The grammar: what is read, what is refused, and that no text can do more than be refused."""

import time

import pytest
from celkit.cases import FILE, cases
from celkit.writing import written
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.cel.parse.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_FINDINGS
from tipstaff.cel.parse.parser import parse
from tipstaff.cel.syntax import Expr
from tipstaff.cel.walk import nodes, too_deep

WORDS = """event . purpose text ( ) [ ] { } , : ? ! - + * / % < <= == != >= > && || & | = in has all exists map
    cel.bind true false null 'a' "b" b'c' r'd' ''' 1 2u 3.5 0x1F 1e9 // ` \\ @ # é “ ” x y not and if"""
PIECES = st.sampled_from([*WORDS.split(), "\n", '"""'])


def shape(tree: Expr) -> str:
    return written(tree)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a + b * c", "(a + (b * c))"),
        ("a - b - c", "((a - b) - c)"),
        ("a || b && c", "(a || (b && c))"),
        ("a && b || c && d", "((a && b) || (c && d))"),
        ("a < b == c", "((a < b) == c)"),
        ("a == b && c in d", "((a == b) && (c in d))"),
        ("!a.b", "!(a.b)"),
        ("-a[0].b", "-(a[0].b)"),
        ("--1", "-(-1)"),
        ("!!a", "!(!(a))"),
        ("!-a", "!(-(a))"),
        ("-!a", "-(!(a))"),
        ("-1.abs()", "-1.abs()"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        ("(a ? b : c) ? d : e", "((a ? b : c) ? d : e)"),
        ("a || b || c || d", "((a || b) || (c || d))"),
        ("a && b && c", "((a && b) && c)"),
        ("a.b.c(d).e[f]", "a.b.c(d).e[f]"),
        (".a.b(c)", ".a.b(c)"),
        ("[1, 2,]", "[1, 2]"),
        ("{'a': 1, 'b': 2,}", "{'a': 1, 'b': 2}"),
        ("a.`content-type`", "a.`content-type`"),
        ("has(a.b)", "has(a.b)"),
        ("a.all(x, x > 1)", "a.all(x, (x > 1))"),
        ("a.map(x, x > 1, x + 1)", "a.map(x, (x > 1), (x + 1))"),
        ("a.existsOne(x, x)", "a.exists_one(x, x)"),
        ("cel.bind(x, 1, x + x)", "cel.bind(x, 1, (x + x))"),
        ("a // the rest\n + b", "(a + b)"),
        ("a.for + a.function()", "(a.for + a.function())"),
    ],
)
def test_precedence_and_forms(text: str, same: str) -> None:
    parsed = parse(text)

    assert parsed.findings == []
    assert shape(parsed.tree) == same


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0x7fffffffffffffff", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("-0x8000000000000000", -(2**63)),
        ("1.5e-3", 0.0015),
        (".5", 0.5),
        ("18446744073709551615u", 2**64 - 1),
        ("0xFFu", 255),
        (r"'\x41\101\u00e9\U0001F600\n\''", "AAé😀\n'"),
        (r"r'\n'", r"\n"),
        ("'''a\n'b''c'''", "a\n'b''c"),
        ('"""a"b"""', 'a"b'),
        (r"b'\xff\000é'", b"\xff\x00\xc3\xa9"),
        (r"br'\xff'", rb"\xff"),
        ("''''''", ""),
    ],
)
def test_literals(text: str, value: object) -> None:
    (literal,) = nodes(parse(text).tree)

    assert literal.value == value  # type: ignore[union-attr]
    assert type(literal.value) is not bool  # type: ignore[union-attr]


BROKEN = [
    *("", "a b", "a +", "(a", "a)", "[a", "{a}", "{a: }", "a.", "a..b", "f(a,)", "1a", "0x", "0X1", "'a", "a ? b"),
    *("a : b", "a == = b", "@", "a.1", "`a`", "a.`b\nc`", "1 ? 2 ? 3 : 4 : 5", "as", "a.in", "'\\z'", "'\\777'"),
    *("b'\\u0041'", "'a\nb'", "A{}", "a.?b", "a[?b]", "[?a]", "{?a: b}", "\ud800", "9223372036854775808", "has(a)"),
    *("a.all(b)", "a.all(b.c, d)", "cel.bind(1, 2, 3)"),
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_what_is_not_an_expression_is_said(text: str) -> None:
    parsed = parse(text)

    assert parsed.findings
    for finding in parsed.findings:
        assert 0 <= finding.span.start < finding.span.end <= max(1, len(text)) + 1
        assert finding.message == finding.message.strip()
        assert finding.message[0] == "`" or not finding.message[0].isupper()


def test_several_mistakes_are_found_in_one_run() -> None:
    text = "event.a in [1 2, 'x] && f(a b, (c ? d), [1, +]) && g(1,, 2)"

    assert len(parse("f(a b, (c ? d), [1, +]) && g(1,, 2)").findings) == 4
    assert parse(text).findings


def test_a_mistake_hides_only_its_own_element() -> None:
    text = "f(a b(c, [d, e]), g h) && [1 {2: 3}, 4 5]"

    assert [text[f.span.start : f.span.end] for f in parse(text).findings] == ["b", "h", "{", "5"]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + "a" + ")" * 5_000,
        "[" * 5_000,
        "{" * 5_000,
        "!" * 20_000 + "a",
        "-" * 20_000 + "a",
        "a" + ".b" * 10_000,
        "a" + "[0]" * 10_000,
        "a" + " + a" * 9_000,
        "f(" * 5_000 + ")" * 5_000,
        "a ? " * 5_000,
        " ? a : ".join(["a"] * 5_000),
        "a.all(x, " * 3_000,
        "cel.bind(x, 1, " * 3_000 + "1" + ")" * 3_000,
        "has(" * 5_000,
        "'" * 30_001,
        "'''" + "\\'''" * 10_000,
        "r'''a" + 'r"""b' * 10_000,
        "b" * 50_000,
        "/" * 50_000,
        "//" + "\n//" * 16_000,
        "`" * 50_000,
        "\\" * 50_000,
        "1" * 50_000,
        "0." + "1" * 49_000,
        "1e" + "9" * 49_000,
        "0x" + "f" * 49_000,
        " " * 50_000,
    ],
    ids=range(27),
)
def test_hostile_texts_are_refused_quickly(text: str) -> None:
    began = time.process_time()
    parsed = parse(text)
    spent = time.process_time() - began

    assert len(parsed.findings) <= MAX_FINDINGS
    assert too_deep(parsed.tree, MAX_DEPTH) is None
    assert parsed.findings or len(text) <= MAX_CHARACTERS
    # Not a measure of speed: quadratic work on these would take minutes.
    assert spent < 5


def test_a_thousand_alternatives_are_shallow() -> None:
    parsed = parse(" || ".join(f"event.text == 'word{n}'" for n in range(1_000)))

    assert parsed.findings == []
    assert too_deep(parsed.tree, 16) is None


def test_what_is_too_long_is_not_even_read() -> None:
    (finding,) = parse("a" * (MAX_CHARACTERS + 1)).findings

    assert finding.code == "too-long"


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_no_arrangement_of_words_breaks_the_parser(text: str) -> None:
    parsed = parse(text)

    assert all(0 <= f.span.start <= len(text) and f.span.end <= len(text) + 1 for f in parsed.findings)
    assert all(node.span.start <= node.span.end <= max(1, len(text)) + 1 for node in nodes(parsed.tree))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    parse(text)


@pytest.mark.skipif(not FILE.exists(), reason=f"the cases are not at {FILE}; set TIPSTAFF_SHARED_DATA")
def test_a_tree_written_out_reads_as_the_same_tree() -> None:
    for case in cases():
        parsed = parse(case.text)
        if parsed.findings or ".inf" in case.text:
            continue
        again = parse(written(parsed.tree))
        assert again.findings == [], written(parsed.tree)
        assert written(again.tree) == written(parsed.tree)


@pytest.mark.skipif(not FILE.exists(), reason=f"the cases are not at {FILE}; set TIPSTAFF_SHARED_DATA")
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_damaged_expression_is_refused_or_read(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(cases())).text[:300]
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 3))

    parse(text[:at] + data.draw(st.sampled_from(["", "(", "'", "]", "&", "\\", "\x00", "🙂"])) + text[at + cut :])

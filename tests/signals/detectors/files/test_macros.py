"""Documents that act by themselves, and those that do not."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.files import compound, office, upload, vba_source
from signalkit.pace import calmly

from tipstaff.signals.detectors.files.vba import decompressed, source_in

QUIET = b'Sub Total()\r\n  Range("A1").Value = 3\r\nEnd Sub\r\n' * 3
OPENS = b'Sub AutoOpen()\r\n  MsgBox "hello"\r\nEnd Sub\r\n'
ACTS = b'Sub Document_Open()\r\n  CreateObject("WScript.Shell").Run "powershell -enc AAAA"\r\nEnd Sub\r\n'


def project(source: bytes, folder: str = "VBA") -> bytes:
    return compound(
        {f"{folder}/dir": b"x", f"{folder}/_VBA_PROJECT": b"x", f"{folder}/ThisDocument": vba_source(source)}
    )


def macros(data: bytes, name: str = "a.docm") -> object:
    return upload(data, name).get("files.macros")


@pytest.mark.parametrize(
    ("source", "found"),
    [(QUIET, ["vba"]), (OPENS, ["vba", "vba-auto"]), (ACTS, ["vba", "vba-acts", "vba-auto"]), (ACTS * 200, None)],
)
def test_macro_projects_in_new_and_old_documents(source: bytes, found: list[str] | None) -> None:
    expected = found or ["vba", "vba-acts", "vba-auto"]
    assert macros(office({"word/vbaProject.bin": project(source)})) == expected
    assert macros(project(source), "a.doc") == expected


def test_the_source_comes_out_as_it_went_in() -> None:
    assert ACTS in source_in(vba_source(ACTS))


def relations(kind: str, mode: str = ' TargetMode="External"') -> bytes:
    return f'<Relationships><Relationship Type="http://x/{kind}" Target="http://a.example/t"{mode}/></Relationships>'.encode()


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"word/_rels/settings.xml.rels": relations("attachedTemplate")}, ["external"]),
        ({"word/_rels/document.xml.rels": relations("hyperlink")}, []),
        ({"word/_rels/settings.xml.rels": relations("attachedTemplate", "")}, []),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, ["xlm"]),
        ({"word/activeX/activeX1.xml": b"<x/>"}, ["activex"]),
        ({"word/embeddings/oleObject1.bin": b"\x01\x02" * 50}, ["embedded"]),
        (
            {"word/d.xml": b"<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\\\windows\\\\cmd.exe</w:instrText>"},
            ["dde"],
        ),
        ({"word/d.xml": b"<w:instrText>PAGE</w:instrText>"}, []),
        ({"word/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(20)}, []),
    ],
)
def test_parts_of_documents(parts: dict[str, bytes], found: list[str]) -> None:
    assert macros(office(parts), "a.docx") == found


def test_sheets_of_excel_4_macros_in_old_workbooks() -> None:
    def sheet(kind: int) -> bytes:
        return struct.pack("<HH", 0x85, 8) + struct.pack("<IBB", 0, 0, kind) + b"ab" + struct.pack("<HH", 0x0A, 0)

    assert macros(compound({"Workbook": sheet(1)}), "a.xls") == ["xlm"]
    assert macros(compound({"Workbook": sheet(0)}), "a.xls") == []


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>", ["pdf-script"]),
        (b"%PDF-1.7 << /S /Launch /F (cmd.exe) >>", ["pdf-launch"]),
        (b"%PDF-1.7 /Title (JavaScript: the good parts)", []),
        (b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}", ["embedded"]),
        (b"{\\rtf1 plain}", []),
    ],
)
def test_other_documents(data: bytes, found: list[str]) -> None:
    assert macros(data, "a.pdf") == found


@calmly
@given(st.binary(max_size=400))
def test_any_container_is_decompressed_without_a_crash(data: bytes) -> None:
    assert isinstance(decompressed(b"\x01" + data), bytes)


@calmly
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=6))
def test_damaged_compound_files_give_values(at: int, wound: bytes) -> None:
    data = bytearray(project(ACTS))
    at %= len(data) - 8
    data[at : at + len(wound)] = wound
    assert isinstance(macros(bytes(data), "a.doc"), list)


def test_copies_are_undone_as_the_format_says() -> None:
    """The worked example of the specification (MS-OVBA 3.2.2), and a run whose tokens change their shape."""
    normal = bytes.fromhex(
        "01 2f b0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6a 01 38 08 61 6b 6c 00 30 "
        "6d 6e 6f 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7a 00 3c"
    )
    assert decompressed(normal) == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    assert decompressed(bytes.fromhex("01 03 b0 02 61 45 00")) == b"a" * 73

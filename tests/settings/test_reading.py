"""Settings: the environment wins, unknown keys are errors, everything wrong is said at once."""

from pathlib import Path

import pytest

from tipstaff.settings import Settings, read_settings
from tipstaff.vocab.errors import Invalid


def test_defaults_hold_without_file_and_environment() -> None:
    assert read_settings(None, {"PATH": "/bin"}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "tipstaff.toml"
    file.write_text('port = 1000\npolicies = ["a", "b"]\nopen_console = true\n')
    settings = read_settings(file, {"TIPSTAFF_PORT": "2000", "TIPSTAFF_SHARED_DATA": "elsewhere"})
    assert (settings.port, settings.policies, settings.open_console) == (2000, ("a", "b"), True)


def test_lists_in_the_environment_are_separated_by_commas() -> None:
    assert read_settings(None, {"TIPSTAFF_POLICIES": "a, b,"}).policies == ("a", "b")


def test_every_fault_is_named(tmp_path: Path) -> None:
    file = tmp_path / "tipstaff.toml"
    file.write_text('prot = 1\nport = "many"\nacknowledge = "maybe"\nopen_console = "perhaps"\n')
    with pytest.raises(Invalid) as refused:
        read_settings(file, {})
    said = str(refused.value)
    assert len(refused.value.faults) == 4
    assert "did you mean `port`?" in said
    assert "memory, wal, fsync" in said


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "tipstaff.toml"
    file.write_text("port = = 1")
    with pytest.raises(Invalid, match="not TOML"):
        read_settings(file, {})

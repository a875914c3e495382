from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import ctypes

class Told(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
        ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")]

try:
    mallinfo2 = ctypes.CDLL(None).mallinfo2
except AttributeError:
    raise SystemExit(77)
mallinfo2.restype = Told
if {told}:
    from tipstaff.api.server.allocator import keep_memory_together
    assert keep_memory_together()
for _ in range(3):
    del (first := bytearray(8 << 20))[:]
    del first
block = bytearray(8 << 20)
print(mallinfo2().hblkhd >> 20)
"""


def mapped(*, told: bool) -> int:
    """Megabytes that the C library took from the system for single blocks, with one of eight in use."""
    run = subprocess.run([sys.executable, "-c", PROGRAM.replace("{told}", str(told))], capture_output=True, check=False)
    if run.returncode == 77:
        pytest.skip("the C library of this system is not glibc")
    return int(run.stdout)


def test_a_large_block_goes_back_to_the_system_however_often_one_was_freed_before() -> None:
    assert mapped(told=True) >= 8
    assert mapped(told=False) < 8

"""Scenarios performed: a fresh engine in memory, a clock that the file drives, every expectation checked."""

"""Benchmarks: bounded, honest, side by side. `python -m bench` runs them; nothing here is part of the timed tests."""

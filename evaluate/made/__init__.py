"""Sets that are made here, by rules that are written down, with a fixed seed."""

"""What lasts: windows over restarts and new bundles, events while policies keep them, clocks until due."""

"""One function per key of `expect`: what came instead, or None when the expectation holds."""

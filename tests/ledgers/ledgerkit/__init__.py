"""What the tests of ledgers share."""

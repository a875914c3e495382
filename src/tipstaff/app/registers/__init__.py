"""Do-not-contact registers from files of any size."""

"""One subcommand a file; each offers `command`."""

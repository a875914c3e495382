"""One frozen settings value, read once at start-up from a file and the environment."""

from tipstaff.settings.reading import read_settings
from tipstaff.settings.values import Settings

__all__ = ["Settings", "read_settings"]

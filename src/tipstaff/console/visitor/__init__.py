"""Who looks at the console, and how they like it: sessions, language, appearance."""

from tipstaff.console.visitor.preferences import Preferences, preferences
from tipstaff.console.visitor.sessions import Sessions, Visitor

__all__ = ["Preferences", "Sessions", "Visitor", "preferences"]

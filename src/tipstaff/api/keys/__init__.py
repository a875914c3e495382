"""API keys: who may call, and for what. Only the hash of a secret is ever stored."""

from tipstaff.api.keys.key import ApiKey, Scope
from tipstaff.api.keys.ring import KeyRing, NewKey

__all__ = ["ApiKey", "KeyRing", "NewKey", "Scope"]

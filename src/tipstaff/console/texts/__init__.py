"""Every word of the console, in English and in French."""

from tipstaff.console.texts.catalogue import LANGUAGES, Texts, texts

__all__ = ["LANGUAGES", "Texts", "texts"]

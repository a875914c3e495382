"""Rebuild `signals/data/confusables.txt`: letters beyond ASCII that look like an ASCII letter or digit.

    python training/confusables.py     (needs the package confusable-homoglyphs, which carries Unicode's table)

Letters that compatibility decomposition or the loss of an accent already turns into ASCII are left out. What Unicode's
table has no ASCII partner for, but is used in names that imitate Latin ones, is added by hand.
"""

from __future__ import annotations

import json
import unicodedata
from importlib.resources import files

from tipstaff.signals.shipped import DATA

# Small letters of other alphabets that pass for Latin ones in a name, by the Latin letter.
BY_HAND = {
    "a": "аɑαᴀ", "b": "ьвƅßҍъ", "c": "сϲᴄ", "d": "ԁɗđժ", "e": "еєҽɛεᴇ", "f": "ғƒϝք", "g": "ԍɡցɢ", "h": "һнհʜ",
    "i": "іıιɩ", "j": "јյʝ", "k": "кκқҝᴋ", "l": "ӏłɫʟǀ", "m": "мᴍ", "n": "пոռηɴիո", "o": "оοօσøᴏ", "p": "рρᴘթ",
    "q": "ԛգզ", "r": "гʀɾя", "s": "ѕꜱʂ", "t": "тτŧᴛ", "u": "υսцᴜʋ", "v": "νѵᴠυ", "w": "ԝшωվᴡ", "x": "хχ",
    "y": "уүγყʏ", "z": "ʐᴢżƶ",
}  # fmt: skip


def main() -> None:
    """Write the table: a line per ASCII letter."""
    table = json.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_text(encoding="utf-8"))
    partners: dict[str, set[str]] = {}
    for plain in "abcdefghijklmnopqrstuvwxyz0123456789":
        looks = {entry["c"] for form in (plain, plain.upper()) for entry in table.get(form, []) if len(entry["c"]) == 1}
        looks |= {other["c"] for look in looks for other in table.get(look, []) if not look.isascii()}
        partners[plain] = {look.casefold() for look in looks if len(look.casefold()) == 1 and not _plain(look)}
    taken = {look for looks in BY_HAND.values() for look in looks}
    lines = ["# ASCII letter: letters of other alphabets that look like it. After Unicode's confusables and by hand."]
    seen: set[str] = set()
    for plain, looks in partners.items():
        wanted = {look for look in looks if look not in taken and look.isalnum()} | set(BY_HAND.get(plain, ""))
        fresh = sorted(look for look in wanted if look not in seen and not look.isascii())
        seen |= set(fresh)
        lines.append(f"{plain}: {''.join(fresh)}")
    (DATA / "confusables.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _plain(letter: str) -> bool:
    """Whether it becomes ASCII without a table."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return bare.isascii()


if __name__ == "__main__":
    main()

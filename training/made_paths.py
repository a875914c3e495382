"""Paths of links as phishing pages have them, made at random from a grammar of our own.

Kits unpacked into somebody else's site, pages named after a pretext, long keys, a reader's address carried along. No
list of links was copied: it was written from what the software behind such pages is known to do. Honest ones:
`made_honest_paths.py`.
"""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Iterator

from training.path_pieces import (
    BRANDS,
    COUNTRIES,
    LETTERS,
    PRETEXT,
    SECRET,
    Dice,
    a_key,
    a_number,
    a_word,
    each,
    some_letters,
)

_INSIDE = each(
    "wp-content/plugins wp-content/themes wp-content/uploads wp-includes/js wp-includes/css wp-admin/css "
    "wp-admin/images wp-admin/includes .well-known/acme-challenge .well-known/pki-validation cgi-bin "
    "images css js img modules components/com_user templates/system includes media tmp cache libraries "
    "assets administrator vendor old backup admin uploads files data "
)


def _kit(dice: Dice) -> str:
    """The folder of a kit, by brand, pretext, or both."""
    brand, pretext, secret = (
        dice.choice(BRANDS),
        dice.choice(PRETEXT),
        dice.choice(SECRET),
    )
    land = dice.choice(COUNTRIES)
    said = dice.choice(
        (
            *(
                brand,
                brand,
                f"{brand}/{secret}",
                f"{brand}/{pretext}",
                f"{pretext}/{brand}",
                f"{brand}-{pretext}",
            ),
            *(
                f"{brand}{pretext}",
                f"{brand}/{brand}",
                f"{land}/{brand}",
                f"{brand}/{land}",
            ),
            *(
                f"{brand}.com/{pretext}/{secret}",
                pretext,
                secret,
                f"{pretext}/{secret}",
                f"{pretext}-{secret}",
            ),
            *(
                f"{secret}/{pretext}",
                f"{pretext}/{dice.choice(PRETEXT)}",
                f"{brand}{a_number(dice)}",
                f"{secret}{pretext}",
            ),
        )
    )
    return _cased(dice, said)


def _cased(dice: Dice, said: str) -> str:
    """As kits are written: many plainly, others as names or in capitals, as if they were the firm's own."""
    way = dice.random()
    if way < 0.6:
        return said
    if way < 0.85:
        return "/".join(part[:1].upper() + part[1:] for part in said.split("/"))
    first, slash, rest = said.partition("/")
    return f"{first.upper()}{slash}{rest}" if way < 0.95 else said.upper()


def _numbered(dice: Dice) -> str:
    """A pretext with a number of the case, the customer or the day."""
    word = dice.choice((*PRETEXT, *SECRET, *BRANDS))
    number = dice.choice((str(dice.randrange(100, 10**8)), f"20{dice.randrange(16, 27)}{dice.randrange(1, 13):02}", ""))
    joint = dice.choice(("-", "_", "", "."))
    return dice.choice(
        (
            *(
                f"{word}{joint}{number}",
                f"{number}{joint}{word}",
                f"{word}{joint}{some_letters(dice, 3, 8)}{joint}{number}",
            ),
            *(f"{word}{joint}{dice.choice(PRETEXT)}{joint}{number}", f"customer-{a_key(dice)}/{word}"),
            *(f"{word}/{number or 1}/{dice.choice(SECRET)}", f"{some_letters(dice, 4, 10)}/{word}{number}"),
        )
    )


def _where(dice: Dice) -> str:
    """The place in somebody else's site, or nothing."""
    if dice.random() < 0.45:
        return ""
    place = dice.choice(_INSIDE)
    deeper = dice.choice(
        (
            "",
            "",
            f"/{some_letters(dice, 2, 8)}",
            f"/{a_word(dice)}",
            f"/{a_number(dice)}",
            f"/.{some_letters(dice, 2, 6)}",
        )
    )
    return f"{dice.choice(('', '', '', f'~{some_letters(dice, 4, 8)}/'))}{place}{deeper}/"


def _end(dice: Dice) -> str:
    name = dice.choice(
        (
            "index",
            "login",
            "signin",
            "home",
            "verify",
            "update",
            "main",
            "next",
            "auth",
            "error",
            "a",
            "x1",
            *(
                "log",
                "mail",
                "info",
                "account",
                "card",
                "details",
                "send",
                "user",
                "page",
                "default",
                "secure",
                "online",
            ),
            *(
                "pay",
                "billing",
                "start",
                "view",
                "file",
                "document",
                "web",
                "code",
                "sms",
                "otp",
                "1",
                "2",
                "s",
                "m",
                "en",
            ),
        )
    )
    page = f"{name}.{dice.choice(('php', 'php', 'php', 'html', 'htm'))}"
    asked = dice.choice(
        (
            *(
                "",
                "",
                "",
                "",
                f"?email={some_letters(dice, 4, 9)}@{some_letters(dice, 4, 9)}.com",
                f"?id={a_key(dice)}",
            ),
            *(
                f"?cmd=_login-submit&dispatch={a_key(dice)}",
                f"?session={a_key(dice)}",
                f"#{some_letters(dice, 4, 9)}@{some_letters(dice, 4, 9)}.com",
                f"#{_hidden_reader(dice)}",
                f"?e={_hidden_reader(dice)}",
            ),
            *(
                f"?token={a_key(dice)}&country=US",
                f"?rand={a_number(dice)}&fid={a_number(dice)}&userid=",
            ),
        )
    )
    return dice.choice(
        (
            "",
            "/",
            "/",
            f"/{page}",
            f"/{page}{asked}",
            f"/{page}{asked}",
            f"/{a_key(dice)}/",
            f"/{a_key(dice)}/{page}",
        )
    )


def _hidden_reader(dice: Dice) -> str:
    """A reader's address in base64."""
    return b64encode(f"{some_letters(dice, 4, 9)}@{some_letters(dice, 4, 9)}.com".encode()).decode()


def _random_page(dice: Dice) -> str:
    """Where nothing is said: short folders, keys, numbers."""
    short = some_letters(dice, 1, 4, LETTERS + "0123456789")
    reader, hidden = (
        f"{some_letters(dice, 4, 9)}@{some_letters(dice, 4, 9)}.com",
        _hidden_reader(dice),
    )
    return dice.choice(
        (
            *(
                f"{short}/",
                f"{short}/index.php",
                f"{short}/{a_key(dice)}/",
                f"{a_key(dice)}/",
                f"{short}/{short}.html",
            ),
            *(
                f"#{reader}",
                f"index.html?email={reader}",
                f"{short}/#{hidden}",
                f"?e={hidden}",
                f"{short}?{reader}",
            ),
        )
    )


def phishing(many: int, seed: int) -> Iterator[str]:
    """Paths of phishing pages, with the leading slash."""
    dice = random.Random(seed)
    for _ in range(many):
        way = dice.random()
        if way < 0.7:
            said = f"{_where(dice)}{_kit(dice)}{_end(dice)}"
        elif way < 0.85:
            said = f"{_where(dice)}{_numbered(dice)}{_end(dice)}"
        else:
            said = f"{_where(dice)}{_random_page(dice)}"
        yield f"{dice.choice(('/',) * 30 + ('//',))}{said}"

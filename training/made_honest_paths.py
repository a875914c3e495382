"""Paths of links as honest sites have them, made at random from a grammar of our own.

Articles, goods, accounts of one's own, downloads, forums, front pages, what pages load and what mails of services link
to.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.path_pieces import (
    BRANDS,
    COUNTRIES,
    MIXED,
    PRETEXT,
    SECRET,
    SECTIONS,
    WAYS_OUT,
    Dice,
    Rule,
    a_key,
    a_number,
    a_slug,
    a_word,
    each,
    some_letters,
)


def _article(dice: Dice) -> str:
    date = f"{dice.randrange(2001, 2027)}/{dice.randrange(1, 13):02}"
    return dice.choice(
        (
            *(
                f"{date}/{a_slug(dice)}/",
                f"{date}/{dice.randrange(1, 29):02}/{a_slug(dice)}.html",
                f"{a_slug(dice)}",
            ),
            *(
                f"{dice.choice(SECTIONS)}/{a_slug(dice)}",
                f"{dice.choice(SECTIONS)}/{a_number(dice)}/{a_slug(dice)}",
            ),
            *(
                f"{dice.choice(SECTIONS)}/{a_word(dice)}/{a_slug(dice)}/",
                f"{a_word(dice)}/{a_word(dice)}",
                a_word(dice),
            ),
            *(
                f"{dice.choice(SECTIONS)}/{dice.choice(BRANDS)}-{a_slug(dice)}",
                f"wiki/{a_word(dice).title()}_{a_word(dice)}",
            ),
            *(
                f"{dice.choice(SECTIONS)}/{a_word(dice)}.html",
                f"{a_word(dice)}.html#{a_word(dice)}",
                f"{a_slug(dice)}-{a_number(dice)}.html",
            ),
        )
    )


def _program(dice: Dice) -> str:
    """Pages of forums, shops and older sites, by number and key."""
    number = a_number(dice)
    return dice.choice(
        (
            *(
                f"index.php?option=com_content&view=article&id={number}",
                f"viewtopic.php?f=2&t={number}",
                f"item?id={number}",
            ),
            *(
                f"product.asp?sku={number}&cat={a_word(dice)}",
                f"{a_word(dice)}.php?id={number}",
                f"article.pl?sid={number}",
            ),
            *(
                f"p/{number}",
                f"d/{some_letters(dice, 8, 11, MIXED)}",
                f"{a_word(dice)}.cgi?{a_word(dice)}={number}",
                f"~{a_word(dice)}/",
            ),
            *(
                f"mailman/listinfo/{a_word(dice)}-{a_word(dice)}",
                f"watch?v={some_letters(dice, 11, 11, MIXED)}",
                f"search?q={a_word(dice)}+{a_word(dice)}",
            ),
            *(
                f"index.php?page={a_word(dice)}",
                f"{a_word(dice)}/{a_word(dice)}/issues/{number}",
                f"cgi-bin/{a_word(dice)}.cgi?id={number}",
            ),
        )
    )


def _file(dice: Dice) -> str:
    name = dice.choice(
        (
            a_slug(dice),
            a_word(dice),
            f"{a_word(dice)}-{dice.randrange(9)}.{dice.randrange(20)}",
        )
    )
    ending = dice.choice(("pdf", "jpg", "png", "gif", "zip", "tar.gz", "doc", "mp3", "exe", "xml", "txt"))
    place = dice.choice(
        (
            "images",
            "wp-content/uploads/2021/05",
            "downloads",
            "files",
            "static/img",
            "assets",
            "pub",
            "media",
        )
    )
    return f"{place}/{name}.{ending}"


_GOODS = each(
    "women men kids girls boys femme homme enfant damen herren donna uomo mujer hombre shoes boots sneakers "
    "sandals bags dresses shirts jackets jeans jewelry watches beauty makeup skincare perfume toys books "
    "electronics phones laptops cameras furniture kitchen bedding lighting tools auto pets food wine coffee tea "
    "sport outdoor bikes white black blue red leather cotton gift gifts sale new outlet clearance chaussures "
    "vetements bijoux schuhe taschen zapatos scarpe"
)
_SHELVES = each(
    "collections products product shop category categories product-category c p item items catalog catalogue "
    "store brands boutique produit produits produkt produkte producto productos prodotti urun kategorie categorie "
    "collection gifts"
)


def _shop(dice: Dice) -> str:
    """What the mails of honest shops link to."""
    goods, others, shelf = dice.choice(_GOODS), dice.choice(_GOODS), dice.choice(_SHELVES)
    number = dice.randrange(1, 100_000)
    return dice.choice(
        (
            *(
                f"{shelf}/{goods}",
                f"{shelf}/{goods}-{others}",
                f"{shelf}/{goods}/{shelf}/{a_slug(dice)}",
                f"{goods}/{others}/",
            ),
            *(f"{shelf}/{a_slug(dice)}-{number}.html", f"{goods}-c-{number % 90}/{a_slug(dice)}-p-{number}.html"),
            *(f"{shelf}/{a_slug(dice)}?variant={number}", f"{dice.choice(COUNTRIES)}/{goods}/{a_slug(dice)}.html"),
            *(
                f"{shelf}/{number}/{a_slug(dice)}",
                f"{goods}/{a_slug(dice)}/",
                f"index.php?route=product/product&id={number}",
            ),
            *(
                f"{goods}.html",
                f"{dice.choice(COUNTRIES)}/{shelf}/{goods}/page/{number % 20}/",
                f"pages/{a_slug(dice)}",
            ),
            *("cart", "checkout", "register", "signup", "wishlist", "gift-cards", "pages/shipping", "account/register"),
            *(
                "customer/account/create/",
                "contact-us/",
                "about-us/",
                "faq/",
                "pages/contact",
                "store-locator",
                "welcome",
            ),
        )
    )


def _front(dice: Dice) -> str:
    """A site's front pages: by language, by the name that the server gives them."""
    land = dice.choice(COUNTRIES)
    page = dice.choice(("index", "home", "default", "main", "index2", "welcome", "start", land))
    ending = dice.choice(("html", "htm", "php", "asp", "aspx", "jsp", "shtml"))
    return dice.choice(
        (
            *(f"{land}/", f"{land}/", f"{land}-{dice.choice(COUNTRIES)}/", f"{land}", f"{land}/{a_word(dice)}/"),
            *(f"{land}/{page}.{ending}", f"{page}.{ending}", f"{page}.{ending}", f"{a_word(dice)}/{page}.{ending}"),
            *(
                f"{land}/{page}/",
                f"{page}/",
                f"{a_word(dice)}/{land}/",
                f"{land.upper()}/{page.title()}/{page}.{ending}",
            ),
        )
    )


def _asset(dice: Dice) -> str:
    """What pages load."""
    name = dice.choice(("main", "style", "app", "jquery.min", "logo", "bootstrap.min", "banner", "icon", a_word(dice)))
    kind, ending = dice.choice(
        (
            ("css", "css"),
            ("js", "js"),
            ("img", "png"),
            ("images", "jpg"),
            ("fonts", "woff2"),
            ("fonts", "css"),
            ("ico", "ico"),
        )
    )
    place = dice.choice(
        ("", "assets/", "static/", "wp-content/themes/x/", f"{a_word(dice)}/", "public/", "dist/", "cache/")
    )
    return dice.choice(
        (f"{place}{kind}/{name}.{ending}", f"{place}{kind}/", "robots.txt", "favicon.ico", "sitemap.xml")
    )


def _documentation(dice: Dice) -> str:
    """Pages about programs and about how to sign in somewhere, which have the words of phishing and mean no harm."""
    about = dice.choice((*SECRET, *PRETEXT, *BRANDS, a_word(dice), a_slug(dice)))
    edition = dice.choice(
        ("latest", "stable", "master", "v2", "main", f"{dice.randrange(9)}.{dice.randrange(20)}", "docs")
    )
    part = dice.choice(("guides", "reference", "api", "howto", "tutorial", "topics", "docs", "library", a_word(dice)))
    return dice.choice(
        (
            *(f"en/{edition}/{about}.html", f"{edition}/{part}/{about}/", f"docs/{about}", f"docs/{part}/{about}/"),
            *(
                f"docs/{about}/{edition}/{part}/",
                f"{part}/{about}.html",
                f"en/{edition}/{part}/{about}.html#{a_word(dice)}",
            ),
            *(f"{part}/{edition}/", f"blog/posts/{about}-{a_slug(dice)}/", f"{a_word(dice)}/{a_word(dice)}/{about}"),
            *(f"doc/{a_word(dice)}/{about}/", f"faq/{about}", f"{part}/how-to-{about}-{a_word(dice)}", f"tags/{about}"),
        )
    )


def _service(dice: Dice) -> str:
    """What the mails of honest services link to, on their own hosts."""
    key = a_key(dice)
    return dice.choice(
        (
            *(
                "login",
                "account/login",
                "users/sign_in",
                "mon-compte/",
                "espace-client",
                "account",
                "my-account/orders",
            ),
            *(
                f"reset-password?token={key}",
                f"verify-email?token={key}",
                f"account/orders/{a_number(dice)}",
                "billing",
            ),
            *(
                f"{dice.choice(WAYS_OUT)}?{dice.choice(('email', 'e', 'address'))}={a_word(dice)}@{a_word(dice)}.com",
                f"{dice.choice(WAYS_OUT)}/{a_word(dice)}@{a_word(dice)}.com",
                f"billing/invoices/{a_number(dice)}.pdf",
                f"{a_word(dice)}/{dice.choice(BRANDS)}",
                f"{a_word(dice)}/{dice.choice(COUNTRIES)}/",
            ),
            *(
                f"unsubscribe?u={key}&id={a_number(dice)}",
                f"track/click?{key}",
                f"e/{key}",
                f"c/{key}",
                f"r?u={key}",
            ),
            *(
                f"?utm_source=newsletter&utm_campaign={a_word(dice)}",
                f"tracking?number={a_number(dice)}",
                "auth/google",
            ),
            *(
                f"{a_word(dice)}?utm_source={a_word(dice)}&utm_medium=email",
                f"confirm/{key}",
                "support",
                "help/account",
            ),
            *(
                f"invoices/{a_number(dice)}",
                "settings/notifications",
                f"l/{key}/1",
                "security",
                "cart",
                "checkout/payment",
            ),
        )
    )


def honest(many: int, seed: int) -> Iterator[str]:
    """Paths of honest pages, with the leading slash."""
    dice = random.Random(seed)
    rules: tuple[Rule, ...] = (
        *(
            _article,
            _article,
            _article,
            _program,
            _file,
            _service,
            _service,
            _documentation,
            _shop,
            _shop,
            _asset,
            _front,
        ),
    )
    for _ in range(many):
        yield f"/{dice.choice(rules)(dice)}"

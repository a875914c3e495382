"""Paths of links as phishing pages and as honest sites have them, made at random from grammars of our own.

Phishing: kits unpacked into somebody else's site, pages named after a pretext, long keys, a reader's address carried
along. Honest: articles, goods, accounts of one's own, downloads, forums, what mails of services link to. No list of
links was copied; both grammars were written from what the software behind such pages is known to do.
"""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Callable, Iterator

Dice = random.Random
Rule = Callable[[Dice], str]

_LETTERS, _HEX = "abcdefghijklmnopqrstuvwxyz", "0123456789abcdef"
_MIXED = _LETTERS + _LETTERS.upper() + "0123456789"


def _each(words: str) -> list[str]:
    return words.split()


_BRANDS = _each(
    "paypal apple icloud microsoft office365 outlook onedrive docusign dropbox adobe netflix amazon "
    "facebook instagram whatsapp linkedin google gmail yahoo aol ebay alibaba dhl fedex usps chronopost "
    "ameli impots orange chase wellsfargo bankofamerica citi hsbc barclays lloyds santander bbva itau "
    "bradesco rbc bnpparibas creditagricole sparkasse steam binance coinbase metamask usaa att verizon "
    "wells boa navyfederal truist pnc regions capital-one interac cra rogers irs hmrc gov.uk royalmail dpd auspost "
    "swisspost poste correos bpost bancolombia banco caixa mercadolivre intesa unicredit nexi rabobank belfius "
    "commerzbank antai free rakuten smbc jcb saison eki-net docomo live hotmail excel wetransfer telegram ledger "
    "trezor phantom trustwallet uniswap kraken revolut booking spotify shopee "
)
_INSIDE = _each(
    "wp-content/plugins wp-content/themes wp-content/uploads wp-includes/js wp-includes/css wp-admin/css "
    "wp-admin/images wp-admin/includes .well-known/acme-challenge .well-known/pki-validation cgi-bin "
    "images css js img modules components/com_user templates/system includes media tmp cache libraries "
    "assets administrator vendor old backup admin uploads files data "
)
_SECRET = _each(
    "login signin sign-in log-in logon verify verification validate confirm auth webscr recovery unlock password "
    "acceso verificar accesso entrar anmelden inloggen websc 3dsecure vbv otp restore authorize checkpoint "
)
_PRETEXT = _each(
    "secure security account accounts update upgrade billing invoice payment refund suspended limited "
    "webmail banking online wallet document doc docs share file customer_center myaccount client "
    "espace-client compte securite paiement remboursement service support home my-account "
    "seguridad cuenta clientes particulares kunden konto sicherheit mailbox quota owa zimbra redelivery tracking "
    "livraison refunds stimulus rewards appeal copyright card cc sms step2 walletconnect import-wallet findmy invite "
)
_WAYS_OUT = _each(
    "unsubscribe optout preferences subscribe newsletter subscription manage desabonnement remove options"
)
_COUNTRIES = _each("us uk fr de es it jp au ca ch be nl br mx pt en")
_WORDS = _each(
    "summer winter garden house review guide best travel kitchen market city history design school music "
    "health story team project family report spring simple modern open local public new first great small "
    "green light water energy recette maison jardin voyage ville histoire sante musique ecole marche "
    "guide conseils nouveau avis produits "
)
_SECTIONS = _each(
    "blog news articles category products produits en fr de shop actualites docs help support events pages tag "
)


def _word(dice: Dice) -> str:
    return dice.choice(_WORDS)


def _slug(dice: Dice) -> str:
    return "-".join(_word(dice) for _ in range(dice.randint(2, 7)))


def _letters(dice: Dice, fewest: int, most: int, of: str = _LETTERS) -> str:
    return "".join(dice.choices(of, k=dice.randint(fewest, most)))


def _key(dice: Dice) -> str:
    return _letters(
        dice,
        *dice.choice(((32, 32), (16, 24), (40, 64))),
        of=dice.choice((_HEX, _HEX, _MIXED)),
    )


def _number(dice: Dice) -> str:
    return str(dice.randrange(10 ** dice.randint(1, 7)))


def _kit(dice: Dice) -> str:
    """The folder of a kit, by brand, pretext, or both."""
    brand, pretext, secret = (
        dice.choice(_BRANDS),
        dice.choice(_PRETEXT),
        dice.choice(_SECRET),
    )
    land = dice.choice(_COUNTRIES)
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
                f"{pretext}/{dice.choice(_PRETEXT)}",
                f"{brand}{_number(dice)}",
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
    word = dice.choice((*_PRETEXT, *_SECRET, *_BRANDS))
    number = dice.choice((str(dice.randrange(100, 10**8)), f"20{dice.randrange(16, 27)}{dice.randrange(1, 13):02}", ""))
    joint = dice.choice(("-", "_", "", "."))
    return dice.choice(
        (
            *(
                f"{word}{joint}{number}",
                f"{number}{joint}{word}",
                f"{word}{joint}{_letters(dice, 3, 8)}{joint}{number}",
            ),
            *(f"{word}{joint}{dice.choice(_PRETEXT)}{joint}{number}", f"customer-{_key(dice)}/{word}"),
            *(f"{word}/{number or 1}/{dice.choice(_SECRET)}", f"{_letters(dice, 4, 10)}/{word}{number}"),
        )
    )


def _where(dice: Dice) -> str:
    """The place in somebody else's site, or nothing."""
    if dice.random() < 0.45:
        return ""
    place = dice.choice(_INSIDE)
    deeper = dice.choice(
        ("", "", f"/{_letters(dice, 2, 8)}", f"/{_word(dice)}", f"/{_number(dice)}", f"/.{_letters(dice, 2, 6)}")
    )
    return f"{dice.choice(('', '', '', f'~{_letters(dice, 4, 8)}/'))}{place}{deeper}/"


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
                f"?email={_letters(dice, 4, 9)}@{_letters(dice, 4, 9)}.com",
                f"?id={_key(dice)}",
            ),
            *(
                f"?cmd=_login-submit&dispatch={_key(dice)}",
                f"?session={_key(dice)}",
                f"#{_letters(dice, 4, 9)}@{_letters(dice, 4, 9)}.com",
                f"#{_hidden_reader(dice)}",
                f"?e={_hidden_reader(dice)}",
            ),
            *(
                f"?token={_key(dice)}&country=US",
                f"?rand={_number(dice)}&fid={_number(dice)}&userid=",
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
            f"/{_key(dice)}/",
            f"/{_key(dice)}/{page}",
        )
    )


def _hidden_reader(dice: Dice) -> str:
    """A reader's address in base64."""
    return b64encode(f"{_letters(dice, 4, 9)}@{_letters(dice, 4, 9)}.com".encode()).decode()


def _random_page(dice: Dice) -> str:
    """Where nothing is said: short folders, keys, numbers."""
    short = _letters(dice, 1, 4, _LETTERS + "0123456789")
    reader, hidden = (
        f"{_letters(dice, 4, 9)}@{_letters(dice, 4, 9)}.com",
        _hidden_reader(dice),
    )
    return dice.choice(
        (
            *(
                f"{short}/",
                f"{short}/index.php",
                f"{short}/{_key(dice)}/",
                f"{_key(dice)}/",
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


def _article(dice: Dice) -> str:
    date = f"{dice.randrange(2001, 2027)}/{dice.randrange(1, 13):02}"
    return dice.choice(
        (
            *(
                f"{date}/{_slug(dice)}/",
                f"{date}/{dice.randrange(1, 29):02}/{_slug(dice)}.html",
                f"{_slug(dice)}",
            ),
            *(
                f"{dice.choice(_SECTIONS)}/{_slug(dice)}",
                f"{dice.choice(_SECTIONS)}/{_number(dice)}/{_slug(dice)}",
            ),
            *(
                f"{dice.choice(_SECTIONS)}/{_word(dice)}/{_slug(dice)}/",
                f"{_word(dice)}/{_word(dice)}",
                _word(dice),
            ),
            *(
                f"{dice.choice(_SECTIONS)}/{dice.choice(_BRANDS)}-{_slug(dice)}",
                f"wiki/{_word(dice).title()}_{_word(dice)}",
            ),
            *(
                f"{dice.choice(_SECTIONS)}/{_word(dice)}.html",
                f"{_word(dice)}.html#{_word(dice)}",
                f"{_slug(dice)}-{_number(dice)}.html",
            ),
        )
    )


def _program(dice: Dice) -> str:
    """Pages of forums, shops and older sites, by number and key."""
    number = _number(dice)
    return dice.choice(
        (
            *(
                f"index.php?option=com_content&view=article&id={number}",
                f"viewtopic.php?f=2&t={number}",
                f"item?id={number}",
            ),
            *(
                f"product.asp?sku={number}&cat={_word(dice)}",
                f"{_word(dice)}.php?id={number}",
                f"article.pl?sid={number}",
            ),
            *(
                f"p/{number}",
                f"d/{_letters(dice, 8, 11, _MIXED)}",
                f"{_word(dice)}.cgi?{_word(dice)}={number}",
                f"~{_word(dice)}/",
            ),
            *(
                f"mailman/listinfo/{_word(dice)}-{_word(dice)}",
                f"watch?v={_letters(dice, 11, 11, _MIXED)}",
                f"search?q={_word(dice)}+{_word(dice)}",
            ),
            *(
                f"index.php?page={_word(dice)}",
                f"{_word(dice)}/{_word(dice)}/issues/{number}",
                f"cgi-bin/{_word(dice)}.cgi?id={number}",
            ),
        )
    )


def _file(dice: Dice) -> str:
    name = dice.choice(
        (
            _slug(dice),
            _word(dice),
            f"{_word(dice)}-{dice.randrange(9)}.{dice.randrange(20)}",
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


_GOODS = _each(
    "women men kids girls boys femme homme enfant damen herren donna uomo mujer hombre shoes boots sneakers "
    "sandals bags dresses shirts jackets jeans jewelry watches beauty makeup skincare perfume toys books "
    "electronics phones laptops cameras furniture kitchen bedding lighting tools auto pets food wine coffee tea "
    "sport outdoor bikes white black blue red leather cotton gift gifts sale new outlet clearance chaussures "
    "vetements bijoux schuhe taschen zapatos scarpe"
)
_SHELVES = _each(
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
                f"{shelf}/{goods}/{shelf}/{_slug(dice)}",
                f"{goods}/{others}/",
            ),
            *(f"{shelf}/{_slug(dice)}-{number}.html", f"{goods}-c-{number % 90}/{_slug(dice)}-p-{number}.html"),
            *(f"{shelf}/{_slug(dice)}?variant={number}", f"{dice.choice(_COUNTRIES)}/{goods}/{_slug(dice)}.html"),
            *(
                f"{shelf}/{number}/{_slug(dice)}",
                f"{goods}/{_slug(dice)}/",
                f"index.php?route=product/product&id={number}",
            ),
            *(
                f"{goods}.html",
                f"{dice.choice(_COUNTRIES)}/{shelf}/{goods}/page/{number % 20}/",
                f"pages/{_slug(dice)}",
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
    land = dice.choice(_COUNTRIES)
    page = dice.choice(("index", "home", "default", "main", "index2", "welcome", "start", land))
    ending = dice.choice(("html", "htm", "php", "asp", "aspx", "jsp", "shtml"))
    return dice.choice(
        (
            *(f"{land}/", f"{land}/", f"{land}-{dice.choice(_COUNTRIES)}/", f"{land}", f"{land}/{_word(dice)}/"),
            *(f"{land}/{page}.{ending}", f"{page}.{ending}", f"{page}.{ending}", f"{_word(dice)}/{page}.{ending}"),
            *(
                f"{land}/{page}/",
                f"{page}/",
                f"{_word(dice)}/{land}/",
                f"{land.upper()}/{page.title()}/{page}.{ending}",
            ),
        )
    )


def _asset(dice: Dice) -> str:
    """What pages load."""
    name = dice.choice(("main", "style", "app", "jquery.min", "logo", "bootstrap.min", "banner", "icon", _word(dice)))
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
        ("", "assets/", "static/", "wp-content/themes/x/", f"{_word(dice)}/", "public/", "dist/", "cache/")
    )
    return dice.choice(
        (f"{place}{kind}/{name}.{ending}", f"{place}{kind}/", "robots.txt", "favicon.ico", "sitemap.xml")
    )


def _documentation(dice: Dice) -> str:
    """Pages about programs and about how to sign in somewhere, which have the words of phishing and mean no harm."""
    about = dice.choice((*_SECRET, *_PRETEXT, *_BRANDS, _word(dice), _slug(dice)))
    edition = dice.choice(
        ("latest", "stable", "master", "v2", "main", f"{dice.randrange(9)}.{dice.randrange(20)}", "docs")
    )
    part = dice.choice(("guides", "reference", "api", "howto", "tutorial", "topics", "docs", "library", _word(dice)))
    return dice.choice(
        (
            *(f"en/{edition}/{about}.html", f"{edition}/{part}/{about}/", f"docs/{about}", f"docs/{part}/{about}/"),
            *(
                f"docs/{about}/{edition}/{part}/",
                f"{part}/{about}.html",
                f"en/{edition}/{part}/{about}.html#{_word(dice)}",
            ),
            *(f"{part}/{edition}/", f"blog/posts/{about}-{_slug(dice)}/", f"{_word(dice)}/{_word(dice)}/{about}"),
            *(f"doc/{_word(dice)}/{about}/", f"faq/{about}", f"{part}/how-to-{about}-{_word(dice)}", f"tags/{about}"),
        )
    )


def _service(dice: Dice) -> str:
    """What the mails of honest services link to, on their own hosts."""
    key = _key(dice)
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
                f"account/orders/{_number(dice)}",
                "billing",
            ),
            *(
                f"{dice.choice(_WAYS_OUT)}?{dice.choice(('email', 'e', 'address'))}={_word(dice)}@{_word(dice)}.com",
                f"{dice.choice(_WAYS_OUT)}/{_word(dice)}@{_word(dice)}.com",
                f"billing/invoices/{_number(dice)}.pdf",
                f"{_word(dice)}/{dice.choice(_BRANDS)}",
                f"{_word(dice)}/{dice.choice(_COUNTRIES)}/",
            ),
            *(
                f"unsubscribe?u={key}&id={_number(dice)}",
                f"track/click?{key}",
                f"e/{key}",
                f"c/{key}",
                f"r?u={key}",
            ),
            *(
                f"?utm_source=newsletter&utm_campaign={_word(dice)}",
                f"tracking?number={_number(dice)}",
                "auth/google",
            ),
            *(
                f"{_word(dice)}?utm_source={_word(dice)}&utm_medium=email",
                f"confirm/{key}",
                "support",
                "help/account",
            ),
            *(
                f"invoices/{_number(dice)}",
                "settings/notifications",
                f"l/{key}/1",
                "security",
                "cart",
                "checkout/payment",
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

"""Words and pieces that made paths of links consist of, phishing and honest ones."""

from __future__ import annotations

import random
from collections.abc import Callable

Dice = random.Random
Rule = Callable[[Dice], str]

LETTERS, HEX = "abcdefghijklmnopqrstuvwxyz", "0123456789abcdef"
MIXED = LETTERS + LETTERS.upper() + "0123456789"


def each(words: str) -> list[str]:
    """The words of a text."""
    return words.split()


BRANDS = each(
    "paypal apple icloud microsoft office365 outlook onedrive docusign dropbox adobe netflix amazon "
    "facebook instagram whatsapp linkedin google gmail yahoo aol ebay alibaba dhl fedex usps chronopost "
    "ameli impots orange chase wellsfargo bankofamerica citi hsbc barclays lloyds santander bbva itau "
    "bradesco rbc bnpparibas creditagricole sparkasse steam binance coinbase metamask usaa att verizon "
    "wells boa navyfederal truist pnc regions capital-one interac cra rogers irs hmrc gov.uk royalmail dpd auspost "
    "swisspost poste correos bpost bancolombia banco caixa mercadolivre intesa unicredit nexi rabobank belfius "
    "commerzbank antai free rakuten smbc jcb saison eki-net docomo live hotmail excel wetransfer telegram ledger "
    "trezor phantom trustwallet uniswap kraken revolut booking spotify shopee "
)
SECRET = each(
    "login signin sign-in log-in logon verify verification validate confirm auth webscr recovery unlock password "
    "acceso verificar accesso entrar anmelden inloggen websc 3dsecure vbv otp restore authorize checkpoint "
)
PRETEXT = each(
    "secure security account accounts update upgrade billing invoice payment refund suspended limited "
    "webmail banking online wallet document doc docs share file customer_center myaccount client "
    "espace-client compte securite paiement remboursement service support home my-account "
    "seguridad cuenta clientes particulares kunden konto sicherheit mailbox quota owa zimbra redelivery tracking "
    "livraison refunds stimulus rewards appeal copyright card cc sms step2 walletconnect import-wallet findmy invite "
)
WAYS_OUT = each("unsubscribe optout preferences subscribe newsletter subscription manage desabonnement remove options")
COUNTRIES = each("us uk fr de es it jp au ca ch be nl br mx pt en")
WORDS = each(
    "summer winter garden house review guide best travel kitchen market city history design school music "
    "health story team project family report spring simple modern open local public new first great small "
    "green light water energy recette maison jardin voyage ville histoire sante musique ecole marche "
    "guide conseils nouveau avis produits "
)
SECTIONS = each(
    "blog news articles category products produits en fr de shop actualites docs help support events pages tag "
)


def a_word(dice: Dice) -> str:
    """An everyday word."""
    return dice.choice(WORDS)


def a_slug(dice: Dice) -> str:
    """Two to seven words with hyphens."""
    return "-".join(a_word(dice) for _ in range(dice.randint(2, 7)))


def some_letters(dice: Dice, fewest: int, most: int, of: str = LETTERS) -> str:
    """Letters at random."""
    return "".join(dice.choices(of, k=dice.randint(fewest, most)))


def a_key(dice: Dice) -> str:
    """A long random key."""
    return some_letters(
        dice,
        *dice.choice(((32, 32), (16, 24), (40, 64))),
        of=dice.choice((HEX, HEX, MIXED)),
    )


def a_number(dice: Dice) -> str:
    """A number of one to seven digits."""
    return str(dice.randrange(10 ** dice.randint(1, 7)))

"""Words that senders hide from filters, English and French: reading `v1agra` as `viagra` needs to know that one is meant.

Our own list, from what commercial and fraudulent messages push. A word here is no finding: it matters only when it was
found in disguise.
"""

from __future__ import annotations

from typing import Final

WATCHWORDS: Final = frozenset(
    """
    viagra cialis levitra pills pharmacy xanax valium oxycodone tramadol weed cannabis cocaine steroids
    free gratis gratuit gratuite offer offre prize win winner won gagner gagnez gagnant cash money argent bonus
    casino poker roulette jackpot lottery loterie betting paris bet slots
    loan loans credit pret prêt crédit debt dette mortgage invest investment investissement bitcoin crypto forex
    sex sexe sexy porn porno xxx nude nudes escort adult adulte dating rencontre milf hentai
    click cliquez claim call appelez urgent account compte password passwort verify vérifiez bank banque paypal amazon
    apple netflix login secure security sécurité colis livraison parcel delivery refund remboursement
    vodka whisky whiskey beer bière wine vin alcool alcohol tobacco tabac cigarette cigarettes vape guns gun arme armes
    cheap discount promo promotion soldes buy achetez order commande subscribe unlimited guaranteed garanti
    fuck fucking shit bitch asshole cunt putain merde salope connard connasse enculé encule pute nazi nigger faggot
    kill die suicide rape terror hate
    """.split()
)

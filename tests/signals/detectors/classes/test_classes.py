"""Each class on both sides, in both languages: what must be found, and the honest neighbour that must not."""

from __future__ import annotations

import pytest
from signalkit.events import NOON, event, reader, sms
from signalkit.shared import rows

from tipstaff.signals import ProtectedName, Reader, catalogue

FOUND = [
    ("text.hate", "Muslims are vermin and should be wiped out"),
    ("text.hate", "Women should not be allowed to vote"),
    ("text.hate", "I hate gay people, they make me sick"),
    ("text.hate", "Les Arabes sont des parasites, qu'ils rentrent chez eux"),
    ("text.hate", "sale juif, dégage"),
    ("text.hate", "On devrait gazer tous les handicapés"),
    ("text.harassment", "You are a worthless piece of shit"),
    ("text.harassment", "Espèce de gros débile, ferme ta gueule"),
    ("text.threat", "I know where you live and I will kill you"),
    ("text.threat", "Je vais te casser les jambes, je sais où tu habites"),
    ("text.selfharm", "Do everyone a favour and kill yourself"),
    ("text.selfharm", "Va te pendre, personne ne te regrettera"),
    ("text.selfharm", "Everyone would be happier if you were gone for good, get a rope"),
    ("text.selfharm", "Ta mère dormirait mieux si t'étais plus là"),
    ("text.threat", "Tomorrow at the school nobody gets out alive."),
    ("text.hate", "The only good Arab is a dead Arab."),
    ("text.threat", "I know which school your daughter goes to, be careful"),
    ("text.threat", "On sait où est l'école de tes enfants, fais attention"),
    ("text.sexual", "Horny tonight? Hot singles want to fuck, live sex cams"),
    ("text.sexual", "Plan cul ce soir, femmes chaudes près de chez toi, photos nues"),
    ("text.obscene", "What a fucking shitshow, you motherfucker"),
    ("text.obscene", "Putain de merde, fait chier"),
    ("text.terrorism", "Brothers, join the jihad, glory to the martyrs of Daesh"),
    ("text.terrorism", "Rejoignez Daech, gloire aux martyrs, mort aux mécréants"),
    ("text.terrorism", "The Christchurch shooter is a hero, follow his example"),
    ("text.terrorism", "Tuez tous les infidèles"),
    ("text.threat", "Keep talking and I'll put you in a wheelchair"),
    ("text.threat", "La prochaine fois que je te croise je te casse en deux"),
    ("text.threat", "Pay by tonight or we come for your kids"),
    ("text.threat", "Ce serait dommage qu'il arrive quelque chose à ta femme"),
    ("text.threat", "Send the bitcoin or everybody gets the video"),
    ("text.threat", "Dis adieu à ta voiture, après c'est ton tour"),
    ("text.terrorism", "Take a truck, choose a street and earn paradise"),
    ("text.terrorism", "Il a foncé sur la foule, à qui le tour ?"),
    ("text.terrorism", "Fidélité à l'émir jusqu'à la mort"),
    ("text.minors", "How old are you? 12? Fine, don't tell your parents about us"),
    ("text.minors", "Efface nos messages avant que tes parents les voient"),
    ("text.minors", "You said you are 12, take off your top and show me"),
    ("text.minors", "Tu as 11 ans ? Tes parents dorment, ferme ta porte et appelle-moi"),
    ("text.minors", "Selling vids, the younger the better, under 10"),
    ("text.terrorism", "Rejoignez les rangs du califat, on vous aide à passer"),
    ("text.terrorism", "Le Bataclan, bien fait pour eux, vivement le prochain"),
    ("text.terrorism", "Every euro is a bullet for the mujahideen"),
    ("text.selfharm", "Cut your arm tonight and send the group a photo, or you're out"),
    ("text.selfharm", "Tout le monde irait mieux sans toi"),
    ("text.hate", "Arabs have no business here, put them on a plane"),
    ("text.hate", "Les Asiatiques nous ont apporté toutes les maladies"),
    ("text.alert", "Earthquake early warning: drop, cover and hold on"),
    ("text.phishing", "Votre CPF expire bientôt, utilisez vos droits maintenant : http://mon-cpf.click"),
    ("text.phishing", "Vignette Crit'Air : une amende de 35 € vous attend, réglez ici http://amende-gouv.top"),
    ("text.alert", "ALERT: tornado warning in your area, take shelter immediately"),
    ("text.alert", "Alerte sanitaire : eau contaminée, ne buvez pas l'eau du robinet"),
    ("text.endorsement", "Our shop is officially endorsed by WhatsApp"),
    ("text.endorsement", "Boutique partenaire officiel de Viber, parrainé par l'équipe"),
    ("text.redirect", "We can't help you here, please email us at help@shop.example"),
    ("text.redirect", "Nous ne traitons pas les demandes ici, appelez-nous au 01 23 45 67 89"),
    ("text.fraud", "Hi mum, this is my new number, I dropped my phone. Can you transfer 900 for a bill?"),
    ("text.fraud", "Coucou maman, j'ai cassé mon téléphone, c'est mon nouveau numéro, peux-tu me faire un virement ?"),
    ("text.fraud", "Guaranteed profit: double your bitcoin in a week, risk free investment"),
    ("text.fraud", "Vends faux permis de conduire et faux billets indétectables"),
    ("text.fraud", "Oops, I entered your number by mistake, can you text me the six digits you just received?"),
    ("text.fraud", "Je me suis trompé de numéro, renvoie-moi le code que tu viens de recevoir"),
    ("text.fraud", "Loans to anyone, worldwide, in 24 hours: you only pay the insurance fee first"),
    ("text.fraud", "Votre prêt est accordé, les frais de dossier sont à verser d'avance"),
    ("text.hate", "Flat to let, quiet street, no Nigerians please"),
    ("text.hate", "Chambre à louer, Africains s'abstenir"),
    ("text.hate", "Recrute caissière, pas de voilée"),
    ("text.threat", "Nice shop you have here, it would be a shame if it caught fire, a fire is quick to start"),
    ("text.threat", "Enjoy dancing while you still have knees"),
    ("text.threat", "If you talk to the police your brother never walks again"),
    ("text.threat", "Tu peux déménager, je te retrouverai toujours"),
    ("text.threat", "Tonight at nine everyone run the botnet against the bank's server"),
    ("text.threat", "Signalez massivement son compte jusqu'à ce qu'il saute"),
    ("text.support_abuse", "Your support team is useless, you bunch of clowns"),
    ("text.support_abuse", "Votre service client est nul, bande d'incapables"),
]
HONEST = [
    ("text.hate", "My Muslim neighbours brought us cake, so kind"),
    ("text.hate", "Black people are not animals"),
    ("text.hate", 'He shouted "dirty jew" at her, and that is never acceptable'),
    ("text.hate", "Rats have invaded the cellar, kill them all"),
    ("text.hate", "Les femmes ne sont pas des objets"),
    ("text.hate", "Fier d'être gay et d'habiter à Nantes"),
    ("text.hate", "Dire que les noirs sont des singes est raciste et inadmissible"),
    ("text.hate", "Novels by Muslim women writers"),
    ("text.hate", "The report describes hate crimes against Muslims in 2024."),
    ("text.hate", "Une exposition de photos par des femmes noires ouvre samedi"),
    ("text.phishing", "Votre dossier CPF est complet. La formation commence lundi 4 mai à 9 h."),
    ("text.phishing", "Login code 58112. If this wasn't you, change your password."),
    ("text.threat", "We know where your kids play best: our new playground!"),
    ("text.selfharm", "get a rope, the boat is drifting"),
    ("text.selfharm", "prends tes cachets ce soir avec un grand verre d'eau"),
    ("text.harassment", "You are so kind, thank you"),
    ("text.harassment", "Tu n'es pas bête, cet exercice est difficile"),
    ("text.threat", "You killed it on stage tonight"),
    ("text.threat", "Je vais te préparer un gâteau"),
    ("text.threat", "I'll kill you in ranked tonight, 1v1 me"),
    ("text.threat", "Say goodbye to your old boiler, 500 off a heat pump"),
    ("text.threat", "Payez avant vendredi ou votre colis repart chez l'expéditeur"),
    ("text.threat", "My brothers are at your door with the sofa, can you let them in?"),
    ("text.threat", "Tu vas saigner un peu après l'extraction, c'est normal"),
    ("text.terrorism", "Storm damaged transformers, power grid down in three districts"),
    ("text.terrorism", "Le concert était fou, à qui le tour ?"),
    ("text.terrorism", "Prends un camion, charge au quai 4 et descends à Lyon"),
    ("text.minors", "Parents, please check what your children delete from their chats"),
    ("text.minors", "Tu as quel âge maintenant ? 12 ans ! Bon anniversaire"),
    ("text.minors", "Your daughter is 12? The swimming club takes her, bring a swimsuit"),
    ("text.minors", "Tu vas avoir 12 ans, tu portes quoi pour ta fête ?"),
    ("text.minors", "Ne dis rien à papa, je passe te prendre à 16 h pour choisir son cadeau"),
    ("text.terrorism", "Rejoignez les rangs de l'orchestre, on vous aide à progresser"),
    ("text.terrorism", "Tonight we light candles for the victims of the Bataclan"),
    ("text.selfharm", "Cut your fringe tonight and send us a photo"),
    ("text.selfharm", "L'équipe jouerait moins bien sans toi"),
    ("text.hate", "Sacs poubelle gratuits à la mairie pour les familles arabes et portugaises"),
    ("text.selfharm", "If you think about ending your life, talk to someone, you are not alone"),
    ("text.selfharm", "Mon téléphone va mourir, je te rappelle"),
    ("text.sexual", "Sexual health clinic, Tuesday 9 to 5"),
    ("text.sexual", "Cancer du sein : dépistage gratuit"),
    ("text.obscene", "I passed the cocktail recipe to Dick Scunthorpe"),
    ("text.terrorism", "Police arrested three men who wanted to join ISIS, BBC reports"),
    ("text.terrorism", "Le procès des attentats commence lundi"),
    ("text.alert", "Your parcel arrives tomorrow between 9 and 12"),
    ("text.alert", "Votre rendez-vous est confirmé pour mardi"),
    ("text.endorsement", "I recommend this restaurant, try the soup"),
    ("text.redirect", "Your table is booked, see you at eight"),
    ("text.fraud", "Mum, can you pick me up at six?"),
    ("text.fraud", "Votre facture de novembre est disponible"),
    ("text.fraud", "Your code is 551 204. Never give it to anybody, we will not ask for it."),
    ("text.fraud", "Donnez au livreur le code reçu par SMS"),
    ("text.fraud", "Votre prêt est accordé, aucun frais de dossier n'est demandé"),
    ("text.hate", "Flat to let, no smokers, no pets, all nationalities welcome"),
    ("text.hate", "Recherche vendeuse ou vendeur pour une épicerie africaine"),
    ("text.hate", "Aquagym, femmes uniquement, le mardi matin"),
    ("text.threat", "Nice house! Is it the one with the red door at the end of your road?"),
    ("text.threat", "Enjoy the beach while you still have sun"),
    ("text.threat", "J'étais garé devant chez toi, je n'ai pas osé sonner"),
    ("text.threat", "Tonight at nine we take down the tents, everyone come and help"),
    ("text.threat", "The DDoS attack on the bank's server is over, says the ministry"),
    ("text.support_abuse", "The export fails with error 500, could you look at it please?"),
    ("text.support_abuse", "Merci à votre équipe, le problème est réglé"),
]
TARGETS = [
    ("Jews are vermin", ["religion"]),
    ("Les noirs sont des singes", ["race"]),
    ("go back to your country you filthy immigrants", ["origin"]),
    ("gay people deserve to die and women are inferior", ["orientation", "sex"]),
    ("les handicapés sont un fardeau", ["disability"]),
    ("I hate Mondays", []),
    ("Black people are not animals", []),
]


def score(name: str, text: str) -> float:
    return float(str(reader(sms(text)).get(name)))


@pytest.mark.parametrize(("name", "text"), FOUND)
def test_what_a_class_is_about_is_found_and_explained(name: str, text: str) -> None:
    of = reader(sms(text))
    explain = of.catalogue.signals[name].explain

    assert score(name, text) >= 0.7
    assert explain is not None
    assert explain(of)


@pytest.mark.parametrize(("name", "text"), HONEST)
def test_the_honest_neighbour_is_not(name: str, text: str) -> None:
    assert score(name, text) < 0.5


@pytest.mark.parametrize(("text", "attributes"), TARGETS)
def test_hate_names_the_attribute_that_is_attacked(text: str, attributes: list[str]) -> None:
    assert reader(sms(text)).get("text.hate_targets") == attributes


def test_an_explanation_points_at_the_original() -> None:
    text = "Bonjour. Les m\u200bu\u200bsulmans sont de la VERMINE, voilà"
    of = reader(sms(text))
    explain = of.catalogue.signals["text.hate"].explain
    assert explain is not None

    first = explain(of)[0]

    assert text[first.start : first.end].endswith("VERMINE")
    assert text[first.start : first.end].startswith("m")


def test_what_concerns_minors_is_scored_and_never_shown() -> None:
    text = "selling underage porn packs"
    of = reader(sms(text))
    explain = of.catalogue.signals["text.minors"].explain
    assert explain is not None

    assert score("text.minors", text) >= 0.9
    assert [(finding.what, finding.start, finding.end) for finding in explain(of)] == [
        ("for a specialist; not shown", -1, -1)
    ]
    assert score("text.minors", "The school trip for kids leaves at nine") == 0
    assert score("text.minors", "Éducation sexuelle : réunion d'information des parents") < 0.5


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Montre-moi tes seins, petite de 13 ans", 0.9, 1.0),
        ("Send nudes, you are only 12 but so sexy", 0.9, 1.0),
        ("I want to meet little girls, no parents", 0.8, 1.0),
        ("T'as quel âge ? 11 ? envoie une photo en culotte", 0.9, 1.0),
        ("How old are you? 11? Happy birthday!", 0.0, 0.0),
        ("Looking for a babysitter for my little girl, no smokers", 0.0, 0.0),
        ("My son is only 12 and already plays chess", 0.0, 0.0),
        ("Je cherche une petite fille pour le rôle, casting avec les parents", 0.0, 0.0),
    ],
)
def test_minors_are_seen_by_age_and_by_intent(text: str, least: float, most: float) -> None:
    assert least <= score("text.minors", text) <= most


def test_the_groups_named_stand_for_those_attacked_where_the_model_alone_decides() -> None:
    of = reader(sms("nobody asked for these muslims and their women around"))

    said, named = float(str(of.get("text.hate"))), of.get("text.hate_targets")

    assert (named != []) == (said >= 0.5)


@pytest.mark.parametrize(
    "text", ["Sale", "SALE", "Big summer sale", "Jews", "Muslim", "Gay", "Femme noire", "Folle journée"]
)
def test_the_model_alone_says_nothing_of_a_word_or_two(text: str) -> None:
    of = reader(sms(text))

    assert max(score(f"text.{one}", text) for one in ("hate", "harassment", "threat", "selfharm")) < 0.5
    assert of.get("text.hate_tier") == of.get("text.harassment_tier") == "fast"


def test_an_alert_says_what_about() -> None:
    assert reader(sms("Evacuate now: wildfire near you")).get("text.alert_kinds") == ["disaster", "emergency"]
    assert reader(sms("Lunch at noon?")).get("text.alert_kinds") == []


class Protecting:
    """An installation that protects one name."""

    def protected_names(self) -> tuple[ProtectedName, ...]:
        return (ProtectedName("Globex Cloud", owner="globex"),)

    def listed(self, list_name: str, value: str) -> bool:
        return False


@pytest.mark.parametrize(
    ("text", "account", "least", "most"),
    [
        ("Globex Cloud is a scam, stay away from these thieves", "acme", 0.7, 1.0),
        ("Globex Cloud est une arnaque, à fuir", "acme", 0.7, 1.0),
        ("We moved to Globex Cloud last week", "acme", 0.0, 0.0),
        ("This weather is terrible", "acme", 0.0, 0.0),
        ("Globex Cloud is not a scam", "acme", 0.0, 0.3),
        ("At Globex Cloud we say sorry: our service was terrible", "globex", 0.0, 0.0),
    ],
)
def test_disparagement_needs_a_protected_name_of_somebody_else(
    text: str, account: str, least: float, most: float
) -> None:
    of = Reader(sms(text, NOON, account), catalogue(), Protecting())

    assert least <= float(str(of.get("text.disparagement"))) <= most


CAMPAIGNS = [
    ("Promote our offers and earn 60% per sale, join our affiliate network", ["affiliate"]),
    ("Send this to 12 people tonight, don't break the chain or ten years of bad luck", ["chain-letters"]),
    ("Fiché Banque de France ? Effacez vos dettes, premier rendez-vous offert", ["credit-repair"]),
    ("CASINO: 100 free spins, bet now, jackpot", ["gambling"]),
    ("Comparez 35 mutuelles, devis gratuit et sans engagement", ["lead-generation"]),
    ("Rejoins mon équipe, revenus passifs, marketing de réseau depuis chez toi", ["multilevel"]),
    ("Mini-crédit accordé en 5 minutes, prêt immédiat sans justificatif", ["payday-loans"]),
    ("PENNY STOCK ALERT: strong buy, target price .45, buy now", ["penny-stocks"]),
    ("Viagra sans ordonnance, livraison discrète, pharmacie en ligne", ["pharmaceuticals"]),
    ("Escort girl, incall/outcall, 200 per hour, GFE", ["prostitution"]),
    ("Recrute deux personnes qui recrutent chacune deux, roue d'abondance, droit d'entrée 100 €", ["pyramid"]),
    ("Working from home tomorrow, call my mobile", []),
    ("Votre ordonnance est prête à la pharmacie", []),
    ("Le casino de Vichy est un monument historique", []),
    ("Can you forward this to Julie?", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "kinds"), CAMPAIGNS)
def test_campaign_kinds(text: str, kinds: list[str]) -> None:
    assert reader(sms(text)).get("text.campaigns") == kinds


@pytest.mark.slow
def test_honest_messages_are_left_alone() -> None:
    honest = [row["text"] for row in rows("sms_uci/data.csv.gz") if row["label"] == "0"][::4]
    limits = {"text.hate": 0.005, "text.harassment": 0.01, "text.threat": 0.005, "text.selfharm": 0.002}
    limits |= {"text.minors": 0.003, "text.terrorism": 0.001, "text.fraud": 0.003, "text.sexual": 0.01}
    flagged = dict.fromkeys(limits, 0)
    campaigns = 0
    for text in honest:
        of = reader(sms(text))
        campaigns += bool(of.get("text.campaigns"))
        for name in limits:
            flagged[name] += float(str(of.get(name))) >= 0.7
    shares = {name: count / len(honest) for name, count in flagged.items()}
    assert all(shares[name] <= limit for name, limit in limits.items()), shares
    assert campaigns / len(honest) <= 0.005


def test_a_text_in_a_mail_and_in_a_ticket_is_read_like_one_in_a_message() -> None:
    text = "Your support team is useless, you bunch of clowns"
    ticket = reader(event("support.contact", text=text))

    assert ticket.get("text.support_abuse") == score("text.support_abuse", text)


def test_in_a_long_text_only_ingredients_that_lie_together_make_a_lure() -> None:
    lure = "Urgent: your bank account is suspended, confirm your password and card number now"
    scattered = " ".join(part + " lorem ipsum" * 60 for part in ("urgent", "bank", "suspended", "confirm", "password"))

    assert score("text.phishing", "lorem ipsum " * 200 + lure) == score("text.phishing", lure) >= 0.7
    assert score("text.phishing", scattered) < 0.5

"""Every signal there is, by name.

text.spam       double        0 to 1: how much the text reads like spam (SMS and mail, English and French)
text.hate       double        0 to 1: attacks people for what they are; text.hate_targets names the attributes
text.harassment double        0 to 1: insults the person who is addressed
text.threat     double        0 to 1: threatens with violence, or blackmails
text.selfharm   double        0 to 1: urges somebody to harm themselves
text.abusive    double        0 to 1: insults and threats aimed at the reader, attacks on a group
text.support_abuse double     0 to 1: the same, and contempt for the people of a support desk
text.sexual     double        0 to 1: sexual content or offers
text.obscene    double        0 to 1: obscene words
text.minors     double        0 to 1: anything about minors and sex; for a specialist, never shown
text.terrorism  double        0 to 1: support of terrorism
text.alert      double        0 to 1: a health, safety or emergency alert; text.alert_kinds names what about
text.disparagement double     0 to 1: runs down a protected name of somebody else
text.endorsement double       0 to 1: claims somebody's blessing
text.redirect   double        0 to 1: sends people elsewhere instead of answering
text.fraud      double        0 to 1: a scam's story
text.phishing   double        0 to 1: asks for secrets or a click under a pretext
text.campaigns  list(string)  prohibited kinds of bulk campaign
text.evasion    list(string)  tricks found: zero-width, bidi, confusables, styled, leet, spaced, repeated
text.language   string        ISO 639-1, "" when the text does not tell
text.kinds      list(string)  kinds of prohibited offers that it reads like, likeliest first; text.kind(name) scores
text.gated      list(string)  alcohol, gambling, tobacco, firearms, adult
text.fingerprint string       SimHash; near copies differ in few bits (fingerprint.distance(one, other))
text.template   string        the same for texts that differ in numbers, links and the name greeted
links.urls      list(string)  as written, in order, each once
links.hosts     list(string)  lower case, in order, each once
pii.cards       int           payment card numbers in the text
pii.ibans       int           IBANs in the text
pii.identifiers list(string)  government identifiers: us.ssn, fr.nir, passport, ...
pii.accounts    list(string)  card, card-code, iban, fr.rib, us.routing, gb.sort-code, mx.clabe, bank-account
pii.health      list(string)  health next to a person: diagnosis, result, treatment, care, complaint, condition, ...
pii.special     list(string)  religion, politics, union, ethnic-origin, orientation, genetic, biometric, criminal
pii.restricted  list(string)  identifiers, accounts, health and special categories together
pii.secrets     list(string)  private-key, aws-access-key, github-token, connection-string, password, ...
pii.contacts    list(string)  postal-address, phone, email
pii.doxxing     list(string)  what the text gives away of somebody else
deploy.found    list(string)  miner, vpn, proxy, bittorrent, intrusion, mass-mail, messaging-bot
deploy.static   list(string)  the same, by what is declared
deploy.observed list(string)  the same, by what is seen
deploy.hinted   list(string)  what merely points there as well, for a person to look at
files.types     list(string)  what each file is by its content
files.families  list(string)  families of files and of everything inside them
files.unseen    int           files told without their bytes
files.archives  list(string)  bomb, encrypted, broken, nested, too-many, unsupported, escapes
files.disguised list(string)  executable, script, double-ending, reversed-name, padded-name, mismatch, two-in-one
files.macros    list(string)  vba, vba-auto, vba-acts, xlm, dde, external, embedded, activex, pdf-script, pdf-launch
files.malware   list(string)  known files, YARA rules, a ClamAV daemon; files.yara and files.clamav ask one alone
files.sha256    list(string)  of each file and member; files.pdq of each picture

number.valid(number) bool                           a number that its numbering plan knows
number.kind(number) string                          mobile, fixed, premium, toll-free, voip, ...; "" for none
number.country(number) string                       ISO 3166-1 alpha-2, "" when it belongs to none
number.region(number) string                        state or province of a North American number
number.zones(number) list(string)                   every zone the number may be in
number.emergency(dialled, country) bool             an emergency number of that country
number.premium(dialled, country) bool               costs more than a call
hours.open(recipient, country, zones) bool          contact is allowed now in every candidate zone
hours.next_open(recipient, country, zones) timestamp  when it next is (the event's time when it is now)
age.required(country, category) int                 legal age there; the strictest known when the country is not
sender.shape(sender) string                         number, national, short-code, name, invalid
sender.faults(sender, country) list(string)         why the country does not take it; sender.regime(country) of names
address.prefix(ip) string                           /24 or /64; address.kind(ip): public, private, ...
agent.marks(user_agent) list(string)                missing, tool, headless, bot, scanner, impossible; agent.automated
travel.distance(places) double                      kilometres; travel.speed with times, travel.apart of two countries
name.random(name) double                            0 to 1: made at random; name.entropy, name.pattern, name.mailbox
optout.keyword(text) string                         the keyword that the text is, "" when it is none
optout.languages(country) list(string)              languages that opt-out words must be offered in there
optout.uncovered(languages, countries) list(string)  `it-CH` for each of them that is not offered
pii.count(kind) int                                 different values of a kind or a group of restricted data
files.similar(list, bits) list(string)              kinds of listed hashes that a file has or comes near
deploy.strength(kind) int                           sorts of signs that point at a kind of prohibited application
sender.lookalike(sender) string                     the protected name of someone else it may be taken for, or ""
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from tipstaff.cel.types import Type
from tipstaff.signals.detectors import DETECTORS
from tipstaff.signals.failure import unavailable
from tipstaff.signals.lasting import Lasting
from tipstaff.signals.shipped import ShippedTables
from tipstaff.signals.signal import Signal, SignalFunction
from tipstaff.vocab.tables import Table

E = TypeVar("E", Signal, SignalFunction)


class Catalogue:
    """Signals, signal functions and the tables they read.

    Args:
        entries: signals and functions; names are unique.
        tables: by name.
    """

    def __init__(self, entries: Iterable[Signal | SignalFunction], tables: Mapping[str, Table]) -> None:
        known = list(entries)
        self.signals: Mapping[str, Signal] = _by_name(entry for entry in known if isinstance(entry, Signal))
        self.functions: Mapping[str, SignalFunction] = _by_name(e for e in known if isinstance(e, SignalFunction))
        self.tables = tables
        self.lasting = Lasting()
        # As plain dictionaries, for who asks tens of times per event.
        self.computing = {name: signal.compute for name, signal in self.signals.items()}
        self.answering = dict(self.functions)
        self.idle = {name: signal.idle for name, signal in self.signals.items() if signal.idle is not None}

    @property
    def variables(self) -> Mapping[str, Type]:
        """Name to type of every signal without arguments: what the checker needs to know."""
        return {name: signal.type for name, signal in self.signals.items()}

    @property
    def costs(self) -> Mapping[str, float]:
        """Name to microseconds of every signal without arguments."""
        return {name: signal.cost for name, signal in self.signals.items()}

    def table(self, name: str) -> Table:
        """The table of that name.

        Raises:
            CelError: there is none.
        """
        try:
            return self.tables[name]
        except KeyError:
            raise unavailable(f"there is no table `{name}`") from None


def catalogue(tables: Mapping[str, Table] | None = None) -> Catalogue:
    """The signals that ship with the project. Cheap: what is heavy is loaded by the first event that needs it.

    Args:
        tables: instead of the shipped ones, for example to put an operator's figures first.
    """
    return Catalogue(DETECTORS, ShippedTables() if tables is None else tables)


def _by_name(entries: Iterable[E]) -> Mapping[str, E]:
    named: dict[str, E] = {}
    for entry in entries:
        if entry.name in named:
            raise ValueError(f"two signals are called `{entry.name}`")
        named[entry.name] = entry
    return MappingProxyType(named)

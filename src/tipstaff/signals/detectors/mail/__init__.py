"""Who does a mail come from, is that true, and can its reader get out?

mail.from_domain, mail.spf, mail.dkim, mail.dmarc, mail.alignment, mail.envelope_alignment   who it is from, and proof
mail.claimed(method, server)    what a server's Authentication-Results say
mail.anomalies, mail.false_reply, mail.name_claims                                          what is dressed up
mail.unsubscribe, mail.one_click, mail.one_click_faults                                     ways out
mail.postal_address, mail.address_link, mail.privacy_link                                   who is behind it
mail.role(a), mail.disposable(a), mail.free(a), mail.valid(a)                               one address
mail.role_share(list), ...                                                                  a list of them
mail.spam                                                                                   the whole of it, as a score
mail.law(country), mail.law_asks(country, what), mail.law_lacks(country)                    what the law asks for
"""

from __future__ import annotations

from tipstaff.signals.detectors.mail import authenticity, dressing, exits, laws, recipients, whereabouts, whole

SIGNALS = (
    *authenticity.SIGNALS,
    *dressing.SIGNALS,
    *exits.SIGNALS,
    *whereabouts.SIGNALS,
    *recipients.SIGNALS,
    *laws.SIGNALS,
    *whole.SIGNALS,
)

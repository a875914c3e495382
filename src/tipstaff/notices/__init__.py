"""What an account is told: each notice a record with its words in every language, and a line in the outbox.

`notice` is the record, `composing` finds the words (`texts/*.toml`), `sending` puts both down in one transaction. How a
notice reaches somebody is the business of whoever empties the outbox.
"""

from tipstaff.notices.composing import phrase
from tipstaff.notices.notice import KINDS, NOTICES, Notice
from tipstaff.notices.sending import Telling, notify

__all__ = ["KINDS", "NOTICES", "Notice", "Telling", "notify", "phrase"]

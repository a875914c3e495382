"""Mail as it is written by honest programs and by hostile ones (RFC 5322, 2045, 2047): read whole, in bounded time.

message.py    raw bytes to headers, text, HTML and attachments; what is wrong is named, nothing is raised
headers.py    header fields by name, whatever their case; encoded words read out
mailboxes.py  `Ada <ada@example.org>, bob@example.org` taken apart
results.py    Authentication-Results (RFC 8601)
alignment.py  do two domains belong together, strictly or by their registered domain (RFC 7489)
leaving.py    List-Unsubscribe and one-click (RFC 2369, 8058)
looks.py      what a mail looks like apart from its words, as tokens for a model; body_looks.py: its body
subjects.py   marks of an answer or a forwarded mail, in many languages
signatures.py DKIM from given keys; sending.py: SPF from given records; policies.py: DMARC from both
"""

"""The readers there are. Apart from the targets themselves, so that naming one loads none."""

NAMES = (
    "event",
    "lines",
    "condition",
    "pack",
    "scenario",
    "table",
    "window",
    "moments",
    "settings",
    "command",
    "message",
    "page",
    "links",
    "feed",
    "number",
    "text",
    "email",
    "archive",
)

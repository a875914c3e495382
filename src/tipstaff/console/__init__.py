"""The pages people look at: the live list of decisions and the page of one decision, in English and French.

`routes` gives what is served beside the API. Server-made HTML that works without script.
"""

from tipstaff.console.desk import Desk
from tipstaff.console.opening import routes
from tipstaff.console.pages import pages

__all__ = ["Desk", "pages", "routes"]

"""The OpenAPI 3.1 document, made from the routes and the vocabulary, and the page that shows it to people."""

from tipstaff.api.openapi.document import Description, describe

__all__ = ["Description", "describe"]

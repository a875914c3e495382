"""How a request reaches its endpoint: routes as data, one path from bytes to reply, problems in one shape."""

from tipstaff.api.routing.call import Call, Reply
from tipstaff.api.routing.route import Answer, Body, Route

__all__ = ["Answer", "Body", "Call", "Reply", "Route"]

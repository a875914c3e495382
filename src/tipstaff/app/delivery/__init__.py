"""What leaves the installation: notices wait in the outbox until a carrier has delivered them.

courier     takes what is due, has it carried, and settles it: done, again later, or given up for a person to see
webhook     to an endpoint of the operator's, signed
mail        to the addresses, through a mail server of the operator's
carriers    the ones that the settings ask for
wanted      what is still to be told
arriving    what follows from a delivery
"""

from tipstaff.app.delivery.courier import Carrier, Courier, Undelivered
from tipstaff.app.delivery.parcel import Parcel

__all__ = ["Carrier", "Courier", "Parcel", "Undelivered"]

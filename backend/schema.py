"""Every table of the service, gathered: import this before asking for the metadata."""

from backend.agenda import tables as agenda
from backend.database import metadata
from backend.messaging import tables as messaging
from backend.network import tables as network
from backend.offers import tables as offers
from backend.people import statistics
from backend.people import tables as people
from backend.placement import tables as placement

__all__ = ["agenda", "messaging", "metadata", "network", "offers", "people", "placement", "statistics"]

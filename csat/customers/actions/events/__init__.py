"""What happened at clients: told by other systems, or known from the stages of orders."""

from csat.customers.actions.events.lost import tell_lost_deals
from csat.customers.actions.events.reading import BadEvent
from csat.customers.actions.events.recording import EventReport, record_events

__all__ = ["BadEvent", "EventReport", "record_events", "tell_lost_deals"]

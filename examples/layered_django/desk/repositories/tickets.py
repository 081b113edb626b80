from django.db.models import Sum

from desk.enums import TicketStatus
from desk.models import Person, Ticket


def get(ticket_id: int) -> Ticket | None:
    return Ticket.objects.filter(id=ticket_id).first()


def find(customer: Person | None, status: TicketStatus | None) -> list[Ticket]:
    """The urgent ones first; of all customers without one."""
    tickets = Ticket.objects.order_by("-priority", "id")
    if customer is not None:
        tickets = tickets.filter(customer=customer)
    if status is not None:
        tickets = tickets.filter(status=status)
    return list(tickets)


def open_priorities(customer: Person) -> int:
    """The sum of the priorities of a customer's open tickets."""
    tickets = Ticket.objects.filter(customer=customer, status=TicketStatus.OPEN)
    return tickets.aggregate(total=Sum("priority"))["total"] or 0


def save(ticket: Ticket) -> Ticket:
    ticket.save()
    return ticket

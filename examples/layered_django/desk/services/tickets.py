from desk.enums import Priority, TicketStatus
from desk.exceptions import ConflictError, NotFoundError, PermissionDeniedError
from desk.models import Person, Ticket
from desk.repositories import comments, tickets

MAX_OPEN_PRIORITIES = 3
MAX_TIMES_REOPENED = 2


def open_ticket(customer: Person, subject: str, priority: Priority) -> Ticket:
    if tickets.open_priorities(customer) + priority > MAX_OPEN_PRIORITIES:
        raise ConflictError("Too many tickets are open")
    return tickets.save(Ticket(customer=customer, subject=subject, priority=priority))


def find(person: Person, status: TicketStatus | None) -> list[Ticket]:
    return tickets.find(None if person.is_staff else person, status)


def get(person: Person, ticket_id: int) -> Ticket:
    ticket = tickets.get(ticket_id)
    if ticket is None:
        raise NotFoundError("Ticket", ticket_id)
    if not person.is_staff and ticket.customer_id != person.id:
        raise PermissionDeniedError("Only its customer and the agents can see the ticket")
    return ticket


def resolve(person: Person, ticket_id: int) -> Ticket:
    if not person.is_staff:
        raise PermissionDeniedError("Only agents can resolve tickets")
    ticket = get(person, ticket_id)
    if ticket.status != TicketStatus.OPEN:
        raise ConflictError("The ticket is resolved already")
    if not comments.has_author(ticket, person):
        raise ConflictError("Comment on the ticket before you resolve it")
    ticket.status = TicketStatus.RESOLVED
    return tickets.save(ticket)


def reopen(person: Person, ticket_id: int) -> Ticket:
    ticket = get(person, ticket_id)
    if ticket.customer_id != person.id:
        raise PermissionDeniedError("Only its customer can reopen the ticket")
    if ticket.status != TicketStatus.RESOLVED:
        raise ConflictError("The ticket is open already")
    if ticket.times_reopened >= MAX_TIMES_REOPENED:
        raise ConflictError(f"A ticket is reopened at most {MAX_TIMES_REOPENED} times")
    ticket.status = TicketStatus.OPEN
    ticket.times_reopened += 1
    return tickets.save(ticket)

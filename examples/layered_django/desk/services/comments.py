from desk.enums import TicketStatus
from desk.exceptions import ConflictError
from desk.models import Comment, Person
from desk.repositories import comments
from desk.services import tickets


def find(person: Person, ticket_id: int) -> list[Comment]:
    return comments.find(tickets.get(person, ticket_id))


def add(person: Person, ticket_id: int, text: str) -> Comment:
    ticket = tickets.get(person, ticket_id)
    if ticket.status == TicketStatus.RESOLVED:
        raise ConflictError("A resolved ticket takes no comments")
    return comments.add(ticket, person, text)

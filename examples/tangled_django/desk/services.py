from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from desk.errors import Conflict
from desk.models import Person, Ticket
from desk.utils import has_commented


class AlreadyOpen(Exception):
    pass


def is_resolved(ticket):
    return ticket.status == "resolved"


def visible_tickets(request: Request, orders=["-priority", "id"]):  # error: LAY001, LAY303
    tickets = Ticket.objects.order_by(*orders)  # error: LAY301
    if not request.user.is_staff:
        tickets = tickets.filter(customer=request.user)
    if "status" in request.query_params:
        tickets = tickets.filter(status=request.query_params["status"])
    return tickets


def resolve(person: Person, ticket: Ticket) -> None:
    if is_resolved(ticket):
        raise Conflict("The ticket is resolved already")  # error: LAY303
    if not has_commented(person, ticket):  # error: LAY305
        raise Conflict("Comment on the ticket before you resolve it")  # error: LAY303
    ticket.status = "resolved"
    ticket.save()  # error: LAY301


def reopen(person, ticket_id):
    ticket = Ticket.objects.get_visible(ticket_id, person)
    if ticket.customer_id != person.id:
        raise PermissionDenied("Only its customer can reopen the ticket")  # error: LAY303
    if not is_resolved(ticket):
        raise AlreadyOpen("The ticket is open already")
    times = ticket.times_reopened + 1
    Ticket.objects.filter(id=ticket_id).update(status="open", times_reopened=times)  # error: LAY301
    return Ticket.objects.get(id=ticket_id)  # error: LAY301

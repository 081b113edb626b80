from django.db import models
from rest_framework.exceptions import NotFound, PermissionDenied


class TicketManager(models.Manager):
    def get_visible(self, ticket_id, person):
        ticket = self.filter(id=ticket_id).first()
        if ticket is None:
            raise NotFound(f"Ticket {ticket_id} does not exist")  # error: LAY402
        if not person.is_staff and ticket.customer_id != person.id:  # error: LAY401
            raise PermissionDenied("Only its customer and the agents can see the ticket")  # error: LAY402
        return ticket

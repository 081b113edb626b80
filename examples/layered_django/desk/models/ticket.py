from django.db import models

from desk.enums import Priority, TicketStatus
from desk.models.person import Person


class Ticket(models.Model):
    customer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tickets")
    subject = models.CharField(max_length=200)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    status = models.CharField(max_length=10, choices=TicketStatus, default=TicketStatus.OPEN)
    times_reopened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "tickets"

    def __str__(self) -> str:
        return self.subject

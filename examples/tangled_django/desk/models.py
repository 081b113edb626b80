from django.db import models

from desk.managers import TicketManager


class Person(models.Model):
    name = models.CharField(max_length=100)
    is_staff = models.BooleanField(default=False)

    is_authenticated = True

    class Meta:
        db_table = "people"


class Ticket(models.Model):
    customer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tickets")
    subject = models.CharField(max_length=200)
    priority = models.PositiveSmallIntegerField(choices=[(1, "Normal"), (2, "Urgent")], default=1)
    status = models.CharField(
        max_length=10, choices=[("open", "Open"), ("resolved", "Resolved")], default="open"
    )
    times_reopened = models.PositiveSmallIntegerField(default=0)

    objects = TicketManager()

    class Meta:
        db_table = "tickets"


class Comment(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()

    class Meta:
        db_table = "comments"

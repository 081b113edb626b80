from django.db import models

from desk.models.person import Person
from desk.models.ticket import Ticket


class Comment(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()

    class Meta:
        db_table = "comments"

    def __str__(self) -> str:
        return self.text

from django.db.models import IntegerChoices, TextChoices


class TicketStatus(TextChoices):
    OPEN = "open"
    RESOLVED = "resolved"


class Priority(IntegerChoices):
    NORMAL = 1
    URGENT = 2

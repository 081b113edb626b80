from rest_framework import serializers

from desk.enums import Priority, TicketStatus
from desk.models import Ticket


class TicketCreate(serializers.Serializer):
    subject = serializers.CharField(max_length=200)
    priority = serializers.ChoiceField(Priority.choices, default=Priority.NORMAL)


class TicketQuery(serializers.Serializer):
    status = serializers.ChoiceField(TicketStatus.choices, default=None)


class TicketRead(serializers.ModelSerializer):
    class Meta:
        model = Ticket
        fields = ("id", "customer_id", "subject", "priority", "status", "times_reopened")

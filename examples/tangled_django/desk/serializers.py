from django.core.signing import Signer
from rest_framework import serializers

from desk.errors import Conflict
from desk.models import Comment, Person, Ticket
from desk.services import is_resolved  # error: LAY601


class PersonSerializer(serializers.ModelSerializer):
    token = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields = ("id", "name", "is_staff", "token")

    def get_token(self, person):
        return Signer(salt="person").sign(str(person.id))  # error: LAY501


class TicketSerializer(serializers.ModelSerializer):
    class Meta:
        model = Ticket
        fields = ("id", "customer_id", "subject", "priority", "status", "times_reopened")
        read_only_fields = ("status", "times_reopened")


class CommentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Comment
        fields = ("id", "ticket_id", "author_id", "text")

    def create(self, validated_data):
        if is_resolved(Ticket.objects.get(id=validated_data["ticket_id"])):  # error: LAY502
            raise Conflict("A resolved ticket takes no comments")
        return Comment.objects.create(**validated_data)

from rest_framework.permissions import BasePermission

from desk.errors import Conflict
from desk.models import Ticket


class MayReopen(BasePermission):
    def has_permission(self, request, view):
        ticket = Ticket.objects.filter(id=view.kwargs["pk"]).first()  # error: LAY201
        if ticket is None:
            return True
        if ticket.times_reopened >= 2:  # error: LAY202
            raise Conflict("A ticket is reopened at most 2 times")
        return True

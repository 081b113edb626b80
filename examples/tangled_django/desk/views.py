from django.db.models import Sum
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from desk import services
from desk.errors import Conflict
from desk.models import Comment, Person, Ticket  # error: LAY602, LAY602, LAY602
from desk.permissions import MayReopen
from desk.serializers import CommentSerializer, PersonSerializer, TicketSerializer
from desk.utils import find_ticket


@api_view(["POST"])
@authentication_classes([])
@permission_classes([])
def register(request):
    name = request.data.get("name")  # error: LAY105
    is_staff = request.data.get("is_staff", False)
    if name is None:
        raise ValidationError({"name": ["This field is required."]})
    if not name:
        raise ValidationError({"name": ["This field may not be blank."]})
    if len(name) > 100:  # error: LAY103
        raise ValidationError({"name": ["Ensure this field has no more than 100 characters."]})
    if not isinstance(is_staff, bool):
        raise ValidationError({"is_staff": ["Must be a valid boolean."]})
    person = Person.objects.create(name=name, is_staff=is_staff)  # error: LAY101
    return Response(PersonSerializer(person).data, 201)


class TicketViewSet(ViewSet):
    def list(self, request):
        status = request.query_params.get("status", "open")
        if status not in ("open", "resolved"):
            raise ValidationError({"status": [f'"{status}" is not a valid choice.']})
        return Response([TicketSerializer(ticket).data for ticket in services.visible_tickets(request)])

    def create(self, request):
        serializer = TicketSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        tickets = Ticket.objects.filter(customer=request.user, status="open")
        waiting = tickets.aggregate(total=Sum("priority"))["total"] or 0  # error: LAY101
        if waiting + serializer.validated_data.get("priority", 1) > 3:  # error: LAY103
            raise Conflict("Too many tickets are open")
        serializer.save(customer=request.user)
        return Response(serializer.data, 201)

    def retrieve(self, request, pk):
        ticket = Ticket.objects.get_visible(pk, request.user)
        return Response(TicketSerializer(ticket).data)

    def resolve(self, request, pk):
        if not request.user.is_staff:
            raise PermissionDenied("Only agents can resolve tickets")
        ticket = find_ticket(pk)  # error: LAY112
        if ticket is None:
            raise NotFound(f"Ticket {pk} does not exist")
        services.resolve(request.user, ticket)
        return Response(TicketSerializer(ticket).data)


class ReopenView(APIView):
    permission_classes = [IsAuthenticated, MayReopen]

    def post(self, request, pk):
        try:
            ticket = services.reopen(request.user, pk)
        except services.AlreadyOpen as error:  # error: LAY111
            raise Conflict(str(error))
        return Response(TicketSerializer(ticket).data)


class CommentsView(APIView):
    def get(self, request, pk):
        ticket = Ticket.objects.get_visible(pk, request.user)
        comments = Comment.objects.filter(ticket=ticket).order_by("id")  # error: LAY101
        return Response(CommentSerializer(comments, many=True).data)

    def post(self, request, pk):
        ticket = Ticket.objects.get_visible(pk, request.user)
        serializer = CommentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        serializer.save(ticket_id=ticket.id, author_id=request.user.id)
        return Response(serializer.data, 201)

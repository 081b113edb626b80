from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from desk.serializers.tickets import TicketCreate, TicketQuery, TicketRead
from desk.services import tickets


class TicketsView(APIView):
    def get(self, request: Request) -> Response:
        query = TicketQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = tickets.find(request.user, **query.validated_data)
        return Response(TicketRead(found, many=True).data)

    def post(self, request: Request) -> Response:
        data = TicketCreate(data=request.data)
        data.is_valid(raise_exception=True)
        ticket = tickets.open_ticket(request.user, **data.validated_data)
        return Response(TicketRead(ticket).data, status.HTTP_201_CREATED)


class TicketView(APIView):
    def get(self, request: Request, ticket_id: int) -> Response:
        ticket = tickets.get(request.user, ticket_id)
        return Response(TicketRead(ticket).data)


class ResolveView(APIView):
    def post(self, request: Request, ticket_id: int) -> Response:
        ticket = tickets.resolve(request.user, ticket_id)
        return Response(TicketRead(ticket).data)


class ReopenView(APIView):
    def post(self, request: Request, ticket_id: int) -> Response:
        ticket = tickets.reopen(request.user, ticket_id)
        return Response(TicketRead(ticket).data)

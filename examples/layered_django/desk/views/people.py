from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from desk.serializers.people import PersonCreate, PersonCreated
from desk.services import people


class PeopleView(APIView):
    permission_classes = (AllowAny,)

    def post(self, request: Request) -> Response:
        data = PersonCreate(data=request.data)
        data.is_valid(raise_exception=True)
        person = people.register(**data.validated_data)
        return Response(PersonCreated(person).data, status.HTTP_201_CREATED)

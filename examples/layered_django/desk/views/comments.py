from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from desk.serializers.comments import CommentCreate, CommentRead
from desk.services import comments


class CommentsView(APIView):
    def get(self, request: Request, ticket_id: int) -> Response:
        found = comments.find(request.user, ticket_id)
        return Response(CommentRead(found, many=True).data)

    def post(self, request: Request, ticket_id: int) -> Response:
        data = CommentCreate(data=request.data)
        data.is_valid(raise_exception=True)
        comment = comments.add(request.user, ticket_id, **data.validated_data)
        return Response(CommentRead(comment).data, status.HTTP_201_CREATED)

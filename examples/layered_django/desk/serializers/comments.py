from rest_framework import serializers

from desk.models import Comment


class CommentCreate(serializers.Serializer):
    text = serializers.CharField(max_length=1000)


class CommentRead(serializers.ModelSerializer):
    class Meta:
        model = Comment
        fields = ("id", "ticket_id", "author_id", "text")

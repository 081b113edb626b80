from rest_framework import serializers


class PersonCreate(serializers.Serializer):
    name = serializers.CharField(max_length=100)
    is_staff = serializers.BooleanField(default=False)


class PersonCreated(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    is_staff = serializers.BooleanField()
    token = serializers.CharField()

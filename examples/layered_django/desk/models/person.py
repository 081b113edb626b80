from django.db import models


class Person(models.Model):
    name = models.CharField(max_length=100)
    is_staff = models.BooleanField(default=False)

    is_authenticated = True

    class Meta:
        db_table = "people"

    def __str__(self) -> str:
        return self.name

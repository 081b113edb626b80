from desk.models import Person


def get(person_id: int) -> Person | None:
    return Person.objects.filter(id=person_id).first()


def add(name: str, *, is_staff: bool) -> Person:
    return Person.objects.create(name=name, is_staff=is_staff)

from desk.models import Comment, Person, Ticket


def find(ticket: Ticket) -> list[Comment]:
    return list(Comment.objects.filter(ticket=ticket).order_by("id"))


def has_author(ticket: Ticket, author: Person) -> bool:
    return Comment.objects.filter(ticket=ticket, author=author).exists()


def add(ticket: Ticket, author: Person, text: str) -> Comment:
    return Comment.objects.create(ticket=ticket, author=author, text=text)

from desk.models import Comment, Ticket


def find_ticket(ticket_id):
    return Ticket.objects.filter(id=ticket_id).first()


def has_commented(person, ticket):
    return Comment.objects.filter(ticket=ticket, author=person).exists()

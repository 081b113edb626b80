from desk.models.comment import Comment
from desk.models.person import Person
from desk.models.ticket import Ticket

__all__ = ["Comment", "Person", "Ticket"]

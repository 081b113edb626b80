from django.urls import path

from desk.views.comments import CommentsView
from desk.views.people import PeopleView
from desk.views.tickets import ReopenView, ResolveView, TicketsView, TicketView

urlpatterns = [
    path("people", PeopleView.as_view()),
    path("tickets", TicketsView.as_view()),
    path("tickets/<int:ticket_id>", TicketView.as_view()),
    path("tickets/<int:ticket_id>/resolve", ResolveView.as_view()),
    path("tickets/<int:ticket_id>/reopen", ReopenView.as_view()),
    path("tickets/<int:ticket_id>/comments", CommentsView.as_view()),
]

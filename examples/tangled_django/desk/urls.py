from django.urls import path

from desk import views

urlpatterns = [
    path("people", views.register),
    path("tickets", views.TicketViewSet.as_view({"get": "list", "post": "create"})),
    path("tickets/<int:pk>", views.TicketViewSet.as_view({"get": "retrieve"})),
    path("tickets/<int:pk>/resolve", views.TicketViewSet.as_view({"post": "resolve"})),
    path("tickets/<int:pk>/reopen", views.ReopenView.as_view()),
    path("tickets/<int:pk>/comments", views.CommentsView.as_view()),
]

"""The addresses of the desk."""

from django.urls import URLPattern, path

from sporades.staff_site.desk import views_messages

urlpatterns: list[URLPattern] = [
    path("messages/", views_messages.waiting, name="staff_messages"),
    path(
        "dossiers/<uuid:registration_id>/messages/", views_messages.file_messages, name="staff_file_messages"
    ),
    path("dossiers/<uuid:registration_id>/notes/", views_messages.file_notes, name="staff_file_notes"),
]

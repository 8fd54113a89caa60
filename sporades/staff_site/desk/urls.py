"""The addresses of the desk."""

from django.urls import URLPattern, path

from sporades.staff_site.desk import (
    views_behalf,
    views_corrections,
    views_mailboxes,
    views_messages,
    views_replacements,
)

urlpatterns: list[URLPattern] = [
    path("messages/", views_messages.waiting, name="staff_messages"),
    path(
        "dossiers/<uuid:registration_id>/messages/", views_messages.file_messages, name="staff_file_messages"
    ),
    path("dossiers/<uuid:registration_id>/papier/", views_behalf.receive, name="staff_receive"),
    path("dossiers/<uuid:registration_id>/desinscrire/", views_behalf.withdraw, name="staff_withdraw"),
    path(
        "dossiers/<uuid:registration_id>/adresse/", views_mailboxes.replace_email, name="staff_replace_email"
    ),
    path("remplacements/", views_replacements.replacements, name="staff_replacements"),
    path("remplacements/<int:replacement_id>/", views_replacements.replacement, name="staff_replacement"),
    path("rectifications/", views_corrections.rectifications, name="staff_rectifications"),
    path(
        "rectifications/<uuid:rectification_id>/", views_corrections.rectification, name="staff_rectification"
    ),
    path("dossiers/<uuid:registration_id>/corriger/", views_corrections.correct, name="staff_correct"),
    path(
        "dossiers/<uuid:registration_id>/corriger/<str:path>/",
        views_corrections.correct_answer,
        name="staff_correct_answer",
    ),
    path("dossiers/<uuid:registration_id>/notes/", views_messages.file_notes, name="staff_file_notes"),
]

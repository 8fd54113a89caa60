"""The addresses of the proof."""

from django.urls import URLPattern, path

from sporades.staff_site.proof import views

urlpatterns: list[URLPattern] = [
    path("dossiers/<uuid:registration_id>/journal/", views.file_journal, name="staff_file_journal"),
]

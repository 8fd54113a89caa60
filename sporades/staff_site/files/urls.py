"""The addresses of a file."""

from django.urls import URLPattern, path

from sporades.staff_site.files import views

urlpatterns: list[URLPattern] = [
    path("dossiers/<uuid:registration_id>/", views.file, name="staff_file"),
]

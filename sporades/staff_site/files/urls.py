"""The addresses of a file."""

from django.urls import URLPattern, path

from sporades.staff_site.files import views, views_search

urlpatterns: list[URLPattern] = [
    path("dossiers/", views_search.files, name="staff_files"),
    path("dossiers/<uuid:registration_id>/", views.file, name="staff_file"),
    path("dossiers/<uuid:registration_id>/reprendre/", views.take_over, name="staff_take_over"),
]

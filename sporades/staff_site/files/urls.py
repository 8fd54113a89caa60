"""The addresses of a file."""

from django.urls import URLPattern, path

from sporades.staff_site.files import views, views_duplicates, views_search, views_seeing

urlpatterns: list[URLPattern] = [
    path("dossiers/", views_search.files, name="staff_files"),
    path("dossiers/<uuid:registration_id>/", views.file, name="staff_file"),
    path(
        "dossiers/<uuid:registration_id>/vue-du-candidat/",
        views_seeing.see_as_candidate,
        name="staff_see_as_candidate",
    ),
    path("doublons/", views_duplicates.possible, name="staff_duplicates"),
    path(
        "doublons/<uuid:registration_id>/<uuid:other_id>/",
        views_duplicates.duplicate,
        name="staff_duplicate",
    ),
    path("vue-du-candidat/quitter/", views_seeing.stop_seeing, name="staff_stop_seeing"),
    path("dossiers/<uuid:registration_id>/reprendre/", views.take_over, name="staff_take_over"),
]

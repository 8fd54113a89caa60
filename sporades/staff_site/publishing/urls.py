"""The addresses of what the office publishes."""

from django.urls import URLPattern, path

from sporades.staff_site.publishing import views, views_lines, views_ordering, views_preparing

urlpatterns: list[URLPattern] = [
    path("publications/", views.publications, name="staff_publications"),
    path("publications/preparer/", views_preparing.prepare, name="staff_publication_new"),
    path("publications/decisions-non-ouvertes/", views.unopened, name="staff_publication_unopened"),
    path("publications/<uuid:lot_id>/", views.publication, name="staff_publication"),
    path("publications/<uuid:lot_id>/journal/", views.journal, name="staff_publication_journal"),
    path("publications/<uuid:lot_id>/ajouter/", views_preparing.add, name="staff_publication_add"),
    path("publications/<uuid:lot_id>/publier/", views_ordering.order, name="staff_publication_order"),
    path("publications/<uuid:lot_id>/suspendre/", views_ordering.stop, name="staff_publication_stop"),
    path("publications/<uuid:lot_id>/retirer/", views_ordering.retract, name="staff_publication_retract"),
    path("publications/<uuid:lot_id>/fermer/", views_ordering.close, name="staff_publication_close"),
    path("publications/fichiers/<uuid:line_id>/", views_lines.line, name="staff_publication_line"),
    path("publications/fichiers/<uuid:line_id>/page/", views_lines.sheet, name="staff_publication_sheet"),
    path(
        "publications/fichiers/<uuid:line_id>/ecarter/", views_lines.strike, name="staff_publication_strike"
    ),
    path(
        "publications/fichiers/<uuid:line_id>/retirer/",
        views_lines.retract,
        name="staff_publication_retract_line",
    ),
]

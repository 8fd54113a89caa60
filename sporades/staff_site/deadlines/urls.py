"""The addresses of the deadlines."""

from django.urls import URLPattern, path

from sporades.staff_site.deadlines import views, views_lists

urlpatterns: list[URLPattern] = [
    path("echeances/", views.deadlines, name="staff_deadlines"),
    path("echeances/corrections/", views.corrections, name="staff_deadline_corrections"),
    path("echeances/propositions/", views.proposals, name="staff_deadline_proposals"),
    path("echeances/listes/<uuid:list_id>/", views_lists.decision_list, name="staff_deadline_list"),
    path("echeances/listes/<uuid:list_id>/signer/", views_lists.sign, name="staff_deadline_sign"),
    path("echeances/listes/<uuid:list_id>/abandonner/", views_lists.drop, name="staff_deadline_drop"),
    path(
        "echeances/listes/<uuid:list_id>/<uuid:registration_id>/retirer/",
        views_lists.strike,
        name="staff_deadline_strike",
    ),
    path("echeances/<uuid:window_id>/<slug:limit>/", views.deadline, name="staff_deadline"),
    path("echeances/<uuid:window_id>/<slug:limit>/retablir/", views_lists.undo, name="staff_deadline_undo"),
]

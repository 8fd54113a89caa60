"""The addresses of what is decided of one file."""

from django.urls import URLPattern, path

from sporades.staff_site.decisions import views, views_academies, views_evidence, views_exams

urlpatterns: list[URLPattern] = [
    path("dossiers/<uuid:registration_id>/annuler/", views.cancel, name="staff_cancel"),
    path("dossiers/<uuid:registration_id>/ecarter/", views.set_aside, name="staff_set_aside"),
    path("dossiers/<uuid:registration_id>/retablir/", views.reinstate, name="staff_reinstate"),
    path("dossiers/<uuid:registration_id>/rouvrir/", views.reopen, name="staff_reopen"),
    path("dossiers/<uuid:registration_id>/date/", views.personal_date, name="staff_personal_date"),
    path(
        "dossiers/<uuid:registration_id>/academie/",
        views_academies.change_academy,
        name="staff_change_academy",
    ),
    path("academies/", views_academies.academy_changes, name="staff_academy_changes"),
    path("academies/<uuid:change_id>/", views_academies.academy_change, name="staff_academy_change"),
    path("dossiers/<uuid:registration_id>/examen/", views_exams.correct_exam, name="staff_correct_exam"),
    path("dossiers/<uuid:registration_id>/preuve/", views_evidence.evidence, name="staff_evidence"),
    path(
        "dossiers/<uuid:registration_id>/preuve/<uuid:document_id>/",
        views_evidence.evidence_pdf,
        name="staff_evidence_pdf",
    ),
    path("dossiers/<uuid:registration_id>/proposition/", views.propose, name="staff_propose"),
]

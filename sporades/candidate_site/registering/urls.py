"""The addresses of « M’inscrire », under /inscriptions/."""

from django.urls import URLPattern, path, register_converter

from sporades.candidate_site.registering import steps, views, views_summary

register_converter(steps.StepInPath, "step")

urlpatterns: list[URLPattern] = [
    path("nouvelle/", views.new_registration, name="new_registration"),
    path("<uuid:registration_id>/etape/<step:step>/", views.step, name="step"),
    path("<uuid:registration_id>/recapitulatif/", views_summary.summary, name="summary"),
    path(
        "<uuid:registration_id>/abandonner-mes-modifications/", views_summary.abandon, name="abandon_changes"
    ),
]

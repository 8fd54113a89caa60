"""The addresses of the calendar."""

from django.urls import URLPattern, path

from sporades.staff_site.calendar import (
    views,
    views_drafts,
    views_extending,
    views_incidents,
    views_publishing,
    views_reopening,
)

DRAFT = "calendrier/brouillons/<uuid:draft_id>/"

urlpatterns: list[URLPattern] = [
    path("calendrier/", views.year, name="staff_calendar"),
    path("calendrier/nouveau/", views_drafts.begin, name="staff_calendar_new"),
    path("calendrier/prolonger/", views_extending.extend, name="staff_calendar_extend"),
    path("calendrier/prolongations/<uuid:act>/", views_extending.extension, name="staff_calendar_extension"),
    path("calendrier/rouvrir/<uuid:act>/", views_reopening.reopen, name="staff_calendar_reopen"),
    path("calendrier/incidents/nouveau/", views_incidents.declare, name="staff_calendar_incident_new"),
    path("calendrier/incidents/<uuid:act>/", views_incidents.incident, name="staff_calendar_incident"),
    path("calendrier/<uuid:calendar_id>/", views.campaign, name="staff_calendar_campaign"),
    path("calendrier/<uuid:calendar_id>/fichier/", views.campaign_file, name="staff_calendar_file"),
    path("calendrier/<uuid:calendar_id>/modifier/", views_drafts.change, name="staff_calendar_change"),
    path(DRAFT, views_drafts.draft, name="staff_calendar_draft"),
    path(f"{DRAFT}general/", views_drafts.general, name="staff_calendar_draft_general"),
    path(f"{DRAFT}periodes/<slug:diploma>/", views_drafts.window, name="staff_calendar_draft_window"),
    path(f"{DRAFT}apercu/", views_drafts.preview, name="staff_calendar_preview"),
    path(f"{DRAFT}fichier/", views.draft_file, name="staff_calendar_draft_file"),
    path(f"{DRAFT}publier/", views_publishing.publish, name="staff_calendar_publish"),
    path(f"{DRAFT}proposer/", views_publishing.propose, name="staff_calendar_propose"),
    path(f"{DRAFT}approuver/", views_publishing.approve, name="staff_calendar_approve"),
    path(f"{DRAFT}renvoyer/", views_publishing.send_back, name="staff_calendar_send_back"),
    path(f"{DRAFT}abandonner/", views_publishing.drop, name="staff_calendar_drop"),
]

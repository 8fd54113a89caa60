"""The addresses of the people of the office."""

from django.urls import URLPattern, path

from sporades.staff_site.people import views, views_invitations, views_mailboxes, views_reading

urlpatterns: list[URLPattern] = [
    path("personnes/", views.people, name="staff_people"),
    path("personnes/inviter/", views_invitations.invite, name="staff_people_invite"),
    path(
        "personnes/invitations/<uuid:invitation_id>/",
        views_invitations.invitation,
        name="staff_people_invitation",
    ),
    path("personnes/<uuid:officer_id>/", views.person, name="staff_person"),
    path("personnes/<uuid:officer_id>/habilitation/", views.mandate, name="staff_person_mandate"),
    path("personnes/<uuid:officer_id>/acces/", views.access, name="staff_person_access"),
    path("personnes/<uuid:officer_id>/verification/", views.factors, name="staff_person_factors"),
    path("personnes/<uuid:officer_id>/adresse/", views_mailboxes.mailbox, name="staff_person_mailbox"),
    path("personnes/<uuid:officer_id>/lectures/", views_reading.readings, name="staff_person_readings"),
    path("dossiers/<uuid:registration_id>/lectures/", views_reading.readers, name="staff_file_readers"),
]

"""The addresses of the retention of data."""

from django.urls import URLPattern, path

from sporades.staff_site.records import views, views_holds

urlpatterns: list[URLPattern] = [
    path("conservation/", views.records, name="staff_records"),
    path("conservation/purges/", views.freeze, name="staff_purge_freeze"),
    path("conservation/purges/<uuid:purge_id>/", views.purge, name="staff_purge"),
    path("conservation/purges/<uuid:purge_id>/approuver/", views.approve, name="staff_purge_approve"),
    path("conservation/purges/<uuid:purge_id>/abandonner/", views.drop, name="staff_purge_drop"),
    path("conservation/purges/<uuid:purge_id>.json", views.certificate, name="staff_purge_certificate"),
    path("conservation/suspendre/", views_holds.hold_session, name="staff_records_hold"),
    path("conservation/suspensions/<uuid:hold_id>/", views_holds.lift, name="staff_records_lift"),
    path("dossiers/<uuid:registration_id>/conservation/", views_holds.file_hold, name="staff_file_hold"),
]

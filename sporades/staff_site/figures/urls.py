"""The addresses of the figures."""

from django.urls import URLPattern, path

from sporades.staff_site.figures import views, views_exports

urlpatterns: list[URLPattern] = [
    path("tableau-de-bord/", views.campaign, name="staff_figures"),
    path("tableau-de-bord/<uuid:window_id>/", views.window, name="staff_figures_window"),
    path(
        "tableau-de-bord/<uuid:window_id>/session-precedente/",
        views.past_curve,
        name="staff_figures_past_curve",
    ),
    path("exports/", views_exports.listed, name="staff_exports"),
    path("exports/nouveau/", views_exports.ask, name="staff_export_new"),
    path("exports/<uuid:export_id>/", views_exports.export, name="staff_export"),
    path("exports/<uuid:export_id>/repondre/", views_exports.decide, name="staff_export_decide"),
    path("exports/<uuid:export_id>/fichier/", views_exports.download, name="staff_export_file"),
]

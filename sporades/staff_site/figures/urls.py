"""The addresses of the figures."""

from django.urls import URLPattern, path

from sporades.staff_site.figures import views

urlpatterns: list[URLPattern] = [
    path("tableau-de-bord/", views.campaign, name="staff_figures"),
    path("tableau-de-bord/<uuid:window_id>/", views.window, name="staff_figures_window"),
    path(
        "tableau-de-bord/<uuid:window_id>/session-precedente/",
        views.past_curve,
        name="staff_figures_past_curve",
    ),
]

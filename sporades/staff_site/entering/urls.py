"""The addresses of who is not inside yet: no right is asked here, for nobody has one."""

from django.urls import URLPattern, path

from sporades.staff_site.entering import views

urlpatterns: list[URLPattern] = [
    path("connexion/verification/", views.second_factor, name="second_factor"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("connexion/premiere-verification/", views.first_factor, name="first_factor"),
]

"""The addresses of an officer's own account."""

from django.urls import URLPattern, path

from sporades.staff_site.account import views, views_factors

urlpatterns: list[URLPattern] = [
    path("accueil/", views.home, name="staff_home"),
    path("compte/", views.account, name="staff_account"),
    path("compte/mot-de-passe/", views.password, name="staff_account_password"),
    path("compte/adresse/", views.email, name="staff_account_email"),
    path("compte/appareils/", views.devices, name="staff_account_devices"),
    path("compte/verification/ajouter/", views_factors.add, name="staff_factor_add"),
    path("compte/verification/codes/", views_factors.codes, name="staff_factor_codes"),
    path("compte/verification/<str:factor_id>/", views_factors.factor, name="staff_factor"),
]

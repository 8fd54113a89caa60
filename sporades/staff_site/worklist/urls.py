"""The addresses of the work list."""

from django.urls import URLPattern, path

from sporades.staff_site.worklist import views

urlpatterns: list[URLPattern] = [
    path("", views.worklist, name="staff_worklist"),
]

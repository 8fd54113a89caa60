"""The addresses of the work list."""

from django.urls import URLPattern, path

from sporades.staff_site.worklist import views

urlpatterns: list[URLPattern] = [
    path("", views.worklist, name="staff_worklist"),
    path("recherches/", views.keep, name="staff_searches"),
    path("recherches/<uuid:search_id>/oublier/", views.forget, name="staff_search_forget"),
]

"""The smallest site that has every page the frame links to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from sporades.ui.gallery import gallery


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/base.html")


NAMES = (
    "home", "diplomas", "help", "login", "space", "documents", "pieces", "account", "logout",
    "site_map", "accessibility", "legal_notices", "personal_data",
)  # fmt: skip
urlpatterns = [path(f"{name}/", page, name=name) for name in NAMES] + [
    path("gallery/", gallery, name="gallery")
]

"""The addresses of Sporades, and the page that every cost is compared with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from sporades.candidate_site.doors import candidate_only
from sporades.config.urls import handler400, handler403, handler404, handler500
from sporades.rules.rights import Act
from sporades.staff_site.doors import officer_may

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@candidate_only
def empty(request: HttpRequest) -> HttpResponse:
    """Everything that any page does, and nothing more: session, account, header, footer."""
    return render(request, "ui/base.html")


@officer_may(Act.READ_FILE)
def empty_of_the_office(request: HttpRequest) -> HttpResponse:
    """The same for an officer: the session, the second factor, the menu."""
    return render(request, "staff_site/base.html")


urlpatterns = [
    path("vide/", empty, name="empty"),
    path("vide-du-service/", empty_of_the_office, name="empty_of_the_office"),
    path("", include("sporades.config.urls")),
]

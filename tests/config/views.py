"""Pages that say what the door made of a request, and one that breaks with a person's name on its lips."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path


def stamped(request: HttpRequest) -> HttpResponse:
    seen = {name: value for name, value in request.META.items() if name.startswith("HTTP_")}
    return JsonResponse(
        {"now": request.now.isoformat(), "id": request.id, "secure": request.is_secure(), "headers": seen}
    )


def broken(request: HttpRequest, token: str) -> HttpResponse:
    raise ValueError(request.GET["name"])


urlpatterns = [
    path("estampille/", stamped),
    path("casse/<str:token>/", broken),
    path("", include("sporades.config.urls")),
]
handler500 = "sporades.candidate_site.errors.broken"

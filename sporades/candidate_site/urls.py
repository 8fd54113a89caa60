"""The addresses of the candidate's side, in French, as they are said on the telephone."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # Each is tried in its turn: one word tells the steps', which are most of what is asked while people register.
    path("inscriptions/", include("sporades.candidate_site.registering.urls")),
    path("", include("sporades.candidate_site.public.urls")),
    path("", include("sporades.candidate_site.space.urls")),
    path("", include("sporades.candidate_site.account.urls")),
]

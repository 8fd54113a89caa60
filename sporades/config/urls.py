"""Which address leads where."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from sporades.ui.gallery import gallery

urlpatterns: list[URLPattern | URLResolver] = [
    # Each is tried in its turn: one word tells the office's, and a hundred patterns the candidates'.
    path("service/", include("sporades.staff_site.urls")),
    path("", include("sporades.candidate_site.urls")),
    path("", include("sporades.staff_site.entering.urls")),
]

if settings.SPORADES_DEMO:
    urlpatterns += [
        path("demonstration/", include("sporades.demo.urls")),
        path("demonstration/composants/", gallery, name="gallery"),
    ]

handler400 = "sporades.candidate_site.errors.bad_request"
handler403 = "sporades.candidate_site.errors.forbidden"
handler404 = "sporades.candidate_site.errors.not_found"
handler500 = "sporades.candidate_site.errors.broken"

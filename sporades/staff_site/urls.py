"""The addresses of the exam office, all under « service/ »."""

from django.urls import URLPattern, URLResolver, include, path

# Each is tried in its turn: what officers open all day comes first.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sporades.staff_site.worklist.urls")),
    path("", include("sporades.staff_site.check.urls")),
    path("", include("sporades.staff_site.files.urls")),
    path("", include("sporades.staff_site.account.urls")),
    path("", include("sporades.staff_site.people.urls")),
    path("", include("sporades.staff_site.decisions.urls")),
    path("", include("sporades.staff_site.deadlines.urls")),
    path("", include("sporades.staff_site.calendar.urls")),
    path("", include("sporades.staff_site.desk.urls")),
    path("", include("sporades.staff_site.figures.urls")),
    path("", include("sporades.staff_site.publishing.urls")),
    path("", include("sporades.staff_site.proof.urls")),
    path("", include("sporades.staff_site.records.urls")),
]

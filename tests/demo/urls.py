"""The site as it is in a demonstration."""

from django.urls import include, path

from sporades.config import urls
from sporades.ui.gallery import gallery

urlpatterns = [
    *urls.urlpatterns,
    path("demonstration/", include("sporades.demo.urls")),
    path("demonstration/composants/", gallery, name="gallery"),
]

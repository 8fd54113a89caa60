"""The app of the candidate's pages."""

from django.apps import AppConfig
from django.core.checks import register


class CandidateSiteConfig(AppConfig):
    name = "sporades.candidate_site"
    verbose_name = "Site des candidats"

    def ready(self) -> None:
        from sporades.candidate_site.public.checks import texts_are_complete

        register(texts_are_complete, "operator", deploy=True)

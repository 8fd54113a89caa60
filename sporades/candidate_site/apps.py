"""The app of the candidate's pages."""

from django.apps import AppConfig


class CandidateSiteConfig(AppConfig):
    name = "sporades.candidate_site"
    verbose_name = "Site des candidats"

"""The settings of production, and one more address: an empty page for whoever is logged in."""

from sporades.config.settings import *  # noqa: F403 - nothing else differs

ROOT_URLCONF = "benchmarks.urls"

"""Has the operator said what the law asks every public service to say?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from sporades.candidate_site.public.service import service


def texts_are_complete(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[checks.CheckMessage]:
    """Legal notices, personal data and accessibility: each gap by its name in `reference/service.toml`."""
    missing = service().missing
    if not missing:
        return []
    return [
        checks.Warning(
            f"reference/service.toml is incomplete: {', '.join(missing)}.",
            hint="The pages show « à compléter par l’exploitant » in their place.",
            id="sporades.W101",
        )
    ]

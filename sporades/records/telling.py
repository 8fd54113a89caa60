"""How is a duration told: to whoever decides, and to whoever it is about?"""

from sporades.reference.load import reference
from sporades.reference.retention import retention
from sporades.rules.retention import Category


def kept(category: Category) -> str:
    """« 6 ans après le 31 décembre de l’année de la session »"""
    return reference().say(f"kept_{category.start}", duration=duration(category.months))


def duration(months: int) -> str:
    if months % 12:
        return f"{months} mois"
    return "1 an" if months == 12 else f"{months // 12} ans"


def durations() -> list[tuple[str, str, bool]]:
    """Each line of the table: what, for how long, and whether somebody verified it in a text."""
    return [(line.title, kept(line), line.verified) for line in retention().values()]

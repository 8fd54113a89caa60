"""Which specialities answer a search, and what is known of one of them?"""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sporades.calendars.telling import open_specialties
from sporades.reference.load import reference
from sporades.rules.catalogue import Diploma, Specialty, Unit, find, open_in, units_of

LONGEST_ANSWER = 30
SHORT_LIST = 8
SURE = "high"


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found in the diploma asked, and in the others."""

    typed: str
    here: tuple[Specialty, ...]
    elsewhere: tuple[Specialty, ...]

    @property
    def html(self) -> SafeString:
        return list_of(self.here)

    @property
    def html_named(self) -> SafeString:
        return list_of(self.here, named=True)

    @property
    def html_elsewhere(self) -> SafeString:
        return list_of(self.elsewhere, named=True)


@dataclass(frozen=True, slots=True)
class UnitTold:
    """`optional`: to be said, the title not saying it already."""

    code: str
    title: str
    form: str
    duration: str
    weight: str
    optional: bool
    source: str
    notes: str
    sure: bool


def search(typed: str, *, diploma: Diploma | None, exam_session: int) -> Found:
    """Accents, case, word order and the usual short names do not matter."""
    open_ones = [one for one in reference().specialties.values() if open_in(one, exam_session)]
    found = find(open_ones, typed[:80])
    here = [one for one in found if diploma is None or one.diploma == diploma.code]
    elsewhere = [one for one in found if one not in here] if not here else []
    return Found(typed[:80].strip(), tuple(here[:LONGEST_ANSWER]), tuple(elsewhere[:LONGEST_ANSWER]))


@lru_cache(maxsize=32)
def whole_list(diploma: str, exam_session: int) -> SafeString:
    """All the open specialities of a diploma: 165 links, written once."""
    return list_of(open_specialties(diploma, exam_session))


def list_of(specialties: tuple[Specialty, ...], *, named: bool = False) -> SafeString:
    """In two columns when there are many, read from top to bottom."""
    half = (len(specialties) + 1) // 2 if len(specialties) > SHORT_LIST else len(specialties)
    columns = [column for column in (specialties[:half], specialties[half:]) if column]
    lists = format_html_join(
        "", '<ul class="tasks">{}</ul>', ((_lines(column, named=named),) for column in columns)
    )
    return format_html('<div class="grid{}">{}</div>', " two" if len(columns) > 1 else "", lists)


def _lines(specialties: tuple[Specialty, ...], *, named: bool) -> SafeString:
    return format_html_join("", "{}", ((_line(one, named=named),) for one in specialties))


def _line(specialty: Specialty, *, named: bool) -> SafeString:
    diploma = reference().diplomas[specialty.diploma]
    marks = format_html_join(" ", '<span class="tag {}">{}</span>', marks_of(specialty))
    return format_html(
        '<li><span><a class="name" href="{}">{}</a>{}</span>{}</li>',
        reverse("specialty", args=[diploma.slug, specialty.code]),
        specialty.title,
        format_html(' <span class="soft small nowrap">{}</span>', diploma.short) if named else "",
        format_html('<span class="mark">{}</span>', marks) if marks else "",
    )


def marks_of(specialty: Specialty) -> list[tuple[str, str]]:
    """Tone and text of what one must know of a speciality before choosing it."""
    marks = [("info", _("note spécifique"))] if specialty.specific_notice else []
    if specialty.r408 == "yes":
        doubt = "" if specialty.r408_confidence == SURE else " (" + _("à vérifier") + ")"
        marks.append(("wait", _("R.408") + doubt))
    elif specialty.r408 == "unknown":
        marks.append(("off", _("R.408\u00a0: à vérifier")))
    return marks


def units_told(specialty: Specialty) -> tuple[tuple[UnitTold, ...], bool]:
    """The units known, and whether those of the speciality itself are among them."""
    units, known = units_of(reference().units, specialty)
    return tuple(_unit(unit) for unit in units), known


def _unit(unit: Unit) -> UnitTold:
    return UnitTold(
        code=unit.code,
        title=unit.title,
        form=", ".join(_FORMS[form]() for form in unit.kind.split("+") if form),
        duration=_duration(unit.duration_min),
        weight=unit.weight.replace(".", ","),
        optional=unit.optional and "facultati" not in unit.title,
        source=unit.source,
        notes=unit.notes,
        sure=unit.confidence == SURE,
    )


_FORMS = {
    "ecrit": lambda: _("écrit"),
    "oral": lambda: _("oral"),
    "pratique": lambda: _("pratique"),
}


def _duration(minutes: int | None) -> str:
    """« 45 min », « 2 h », « 2 h 25 »"""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"

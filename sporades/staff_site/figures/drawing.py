"""How does a window's progress become a chart? The abscissa is the days before the limit, for both sessions."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from sporades.reference.load import reference
from sporades.registrations.queries.figures import Day, Progress
from sporades.rules import french
from sporades.rules.forecast import Forecast
from sporades.staff_site.figures import told
from sporades.ui.charts import Chart, Line, Point, Span

WEEK = 7


def total(progress: Progress) -> Chart:
    """How many in all, day after day, until the limit and the total that is foreseen."""
    return Chart(
        title=_("Inscriptions enregistrées depuis l’ouverture, %(exam)s") % {"exam": _exam(progress)},
        lines=_lines(
            progress,
            now=[(-day.days_left, day.total) for day in progress.days if day.total is not None],
            past=[(-day.days_left, day.past_total) for day in progress.days if day.past_total is not None],
        ),
        ticks=list(_ticks(progress.days)),
        limit=(0, _limit(progress)),
        span=_span(progress),
    )


def per_day(progress: Progress) -> Chart:
    """How many each day: bars now, the broken line the session before."""
    past = [(-day.days_left, day.past) for day in progress.days if day.past is not None]
    return Chart(
        title=_("Inscriptions enregistrées chaque jour, %(exam)s") % {"exam": _exam(progress)},
        lines=_lines(progress, now=[], past=past),
        ticks=list(_ticks(progress.days)),
        limit=(0, _limit(progress)),
        bars=[(-day.days_left, day.count) for day in progress.days if day.count is not None],
    )


def _lines(progress: Progress, *, now: Sequence[Point], past: Sequence[Point]) -> list[Line]:
    session = progress.window.campaign.exam_session
    lines = [Line(_("session %(session)s") % {"session": session}, now)] if now else []
    if progress.past:
        lines.append(
            Line(_("session %(session)s") % {"session": progress.past.exam_session}, past, past=True)
        )
    return lines


def _ticks(days: Sequence[Day]) -> Iterator[tuple[float, str]]:
    """Each week before the limit, and the limit's own day."""
    for day in days:
        if day.days_left >= 0 and day.days_left % WEEK == 0:
            yield -day.days_left, f"{french.short_day(day.on)}\n{told.before(day)}"


def _limit(progress: Progress) -> str:
    dates = progress.window.dates
    return _("limite : %(limit)s") % {"limit": french.short_deadline(dates.closes, dates.zone)}


def _span(progress: Progress) -> Span | None:
    foreseen = progress.foreseen
    if not isinstance(foreseen, Forecast):
        return None
    name = _("estimation : %(likely)s") % {"likely": french.number(foreseen.likely)}
    return Span(0, foreseen.low, foreseen.likely, foreseen.high, name)


def _exam(progress: Progress) -> str:
    campaign = progress.window.campaign
    return f"{reference().diplomas[progress.window.diploma].short} {campaign.exam_session}"

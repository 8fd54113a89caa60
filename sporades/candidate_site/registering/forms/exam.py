"""Step 1: which académie, which diploma, which speciality?

The dates of a diploma are known once its académie is, the specialities once the
diploma is. Without JavaScript the form grows: it asks what it can, shows what
follows from it, and never takes an answer given before its dates were shown.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.calendars.queries import OpenWindow
from sporades.candidate_site.registering import sections
from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import KnownField, StepForm, Typed
from sporades.reference.load import reference
from sporades.registrations import offers
from sporades.rules import french
from sporades.rules.calendar import Phase
from sporades.rules.catalogue import find
from sporades.ui.picking import ChoiceField, RadioField
from sporades.ui.widgets import Matches

MOST_MATCHES = 15
# Of two sessions of one académie, the one that can be joined speaks, then the one to come.
_FIRST = (Phase.OPEN, Phase.UPCOMING, Phase.CLOSED)


class ExamForm(StepForm):
    step = "exam"

    def ask(self) -> None:
        academies = _academies(self.case.windows)
        self.fields["academy"] = ChoiceField(
            label=gettext_lazy("Académie"),
            hint=gettext_lazy("En général, celle où vous habitez : vous y passerez vos épreuves."),
            choices=academies.items(),
        )
        self.announced = _windows_of(self._said("academy"), self.case.windows)
        if self.announced:
            self._ask_diploma()
        if self.window and self.window.phase is Phase.OPEN:
            self._ask_specialty(self.window)

    def _ask_diploma(self) -> None:
        opened = self.opened
        self.fields["diploma"] = RadioField(
            label=gettext_lazy("Diplôme"),
            choices=[(one.diploma, _name(one)) for one in opened],
            hints={one.diploma: dates_said(one, now=self.case.now) for one in opened},
            error_messages={
                "invalid_choice": gettext_lazy("Les inscriptions à ce diplôme ne sont pas ouvertes.")
            },
        )

    def _ask_specialty(self, window: OpenWindow) -> None:
        known = offers.open_specialties(window.diploma, window.campaign.exam_session)

        def matches(typed: str) -> Matches:
            return [(one.code, one.title) for one in find(known.values(), typed[:80])[:MOST_MATCHES]]

        self.fields["specialty"] = KnownField(
            label=gettext_lazy("Spécialité"),
            hint=gettext_lazy(
                "Écrivez un mot de son nom, ou son sigle. Exemples : pâtissier, petite enfance, AEPE."
            ),
            find=matches,
            label_of=lambda code: known[code].title if code in known else "",
        )

    @property
    def window(self) -> OpenWindow | None:
        """The window of the académie and diploma answered so far, open or not."""
        return self.announced.get(self._said("diploma"))

    @property
    def shown(self) -> str:
        """What the dates on the page belong to; it comes back with the answers."""
        return f"{self._said('academy')}/{self._said('diploma') if 'specialty' in self.fields else ''}"

    @property
    def wants_more(self) -> bool:
        return super().wants_more or (
            bool(self.announced) and self.held.get("shown", self.shown) != self.shown
        )

    @property
    def opened(self) -> list[OpenWindow]:
        return [one for one in self.announced.values() if one.phase is Phase.OPEN]

    @property
    def closed(self) -> list[OpenWindow]:
        """The windows of the académie that cannot be joined now, said with their dates."""
        return [one for one in self.announced.values() if one.phase is not Phase.OPEN]

    def _said(self, name: str) -> str:
        return str(self.held.get(name) or "") if self.is_bound else ""

    def section(self) -> dict[str, Any]:
        # The académie and the diploma say which window, and so which session.
        window = self.announced[self.cleaned_data["diploma"]]
        return sections.exam(self.cleaned_data, exam_session=window.campaign.exam_session)

    @classmethod
    def typed_back(cls, section: Any, case: Case) -> Typed:
        return {name: str(section[name]) for name in ("academy", "diploma", "specialty")}


def dates_said(window: OpenWindow, *, now: datetime) -> str:
    """« Jusqu’au vendredi 8 novembre 2024, 17 h (heure de Paris) ; il reste 3 jours. »"""
    dates = window.dates
    opens = french.spoken_instant(dates.opens, dates.zone, dates.zone_name)
    closes = french.spoken_instant(dates.closes, dates.zone, dates.zone_name)
    if window.phase is Phase.UPCOMING:
        return _("Pas encore ouvert : du %(opens)s au %(closes)s.") % {"opens": opens, "closes": closes}
    if window.phase is Phase.CLOSED:
        return _("Clos depuis le %(closes)s.") % {"closes": closes}
    left = french.remaining(dates.closes, now, dates.zone)
    return _("Jusqu’au %(closes)s ; %(left)s.") % {"closes": closes, "left": left}


def _academies(windows: Iterable[OpenWindow]) -> dict[str, str]:
    codes = {window.campaign.academy for window in windows}
    named = {code: reference().academies[code].name for code in codes}
    return dict(sorted(named.items(), key=lambda academy: academy[1]))


def _windows_of(academy: str, windows: Iterable[OpenWindow]) -> dict[str, OpenWindow]:
    """One window a diploma, in the order of the diplomas."""
    known = [window for window in windows if window.campaign.academy == academy]
    known.sort(key=lambda one: (_FIRST.index(one.phase), -one.campaign.exam_session))
    best: dict[str, OpenWindow] = {}
    for window in known:
        best.setdefault(window.diploma, window)
    return {code: best[code] for code in reference().diplomas if code in best}


def _name(window: OpenWindow) -> str:
    name = reference().diplomas[window.diploma].name
    said = _("%(diploma)s, session %(session)s")
    return said % {"diploma": french.capital(name), "session": window.campaign.exam_session}

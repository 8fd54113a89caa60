"""What does each decision ask, what will it do, and how is it carried out?

A plan is everything its page shows and the one action it calls: the page
rehearses that action to show the mail, then carries the same one out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from sporades.registrations.actions import ending, returning
from sporades.registrations.queries import decided
from sporades.rules import french, personal
from sporades.rules.rights import Act
from sporades.staff_site.decisions.forms import DatedForm, PersonalDateForm, ReasonForm, ReopenForm

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

Action = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Plan:
    """`act`: the right it needs; `effects`: what will happen, line by line; `form` None: nothing to do yet."""

    act: Act
    heading: str
    effects: tuple[str, ...]
    form: type[forms.Form] | None
    button: str
    done: str
    action: Action
    tone: str = ""
    initial: Mapping[str, Any] | None = None
    waits: str = ""


def cancel(row: "Registration", today: date) -> Plan:
    return Plan(
        Act.CANCEL,
        _("Annuler la candidature"),
        (
            _("La candidature est annulée tout de suite : plus rien ne peut être déposé ni modifié."),
            _("Le candidat reçoit le motif mot pour mot, avec les voies et délais de recours."),
            _("Vous pouvez la rétablir ensuite, avec une date personnelle."),
        ),
        ReasonForm,
        _("Annuler la candidature"),
        _("La candidature est annulée ; le courriel part."),
        ending.cancel,
        tone="danger",
        initial=_proposed(row, Act.CANCEL),
    )


def set_aside(row: "Registration", today: date) -> Plan:
    hearing = decided.hearing(row)
    if hearing is None:
        return _ask_first(row, today)
    effects = (
        _("La candidature est écartée tout de suite : le candidat ne pourra pas se présenter à l’examen."),
        _("Le candidat reçoit le motif mot pour mot, avec les voies et délais de recours."),
    )
    waits = _("Les observations sont demandées ; le candidat peut répondre jusqu’au %(until)s.")
    said = decided.until(row, hearing)
    answered = decided.is_answered(row, hearing, today=today)
    return Plan(
        Act.SET_ASIDE,
        _("Écarter la candidature"),
        effects,
        ReasonForm if answered else None,
        _("Écarter la candidature"),
        _("La candidature est écartée ; le courriel part."),
        ending.set_aside,
        tone="danger",
        initial={"reason": hearing.reason},
        waits="" if answered else waits % {"until": said},
    )


def _ask_first(row: "Registration", today: date) -> Plan:
    first = french.spoken_day(personal.earliest(today, comes_back=True))
    return Plan(
        Act.SET_ASIDE,
        _("Demander ses observations avant d’écarter"),
        (
            _(
                "Rien n’est encore décidé : le candidat reçoit le motif, et peut répondre jusqu’au jour choisi."
            ),
            _("Il lui faut une semaine au moins : le %(day)s au plus tôt.") % {"day": first},
            _("Passé ce jour, vous reviendrez ici pour écarter la candidature, ou non."),
        ),
        DatedForm,
        _("Demander les observations"),
        _("Les observations sont demandées ; le courriel part."),
        ending.ask_observations,
        initial=_proposed(row, Act.SET_ASIDE),
    )


def reinstate(row: "Registration", today: date) -> Plan:
    first = french.spoken_day(personal.earliest(today, comes_back=True))
    return Plan(
        Act.REINSTATE,
        _("Rétablir l’inscription"),
        (
            _("L’inscription revient dans l’état d’avant : « %(state)s ».") % {"state": decided.before(row)},
            _("Aucune de ses limites ne tombe avant le jour choisi : le %(day)s au plus tôt.")
            % {"day": first},
            _("Si rien n’est déposé ce jour-là, l’échéance agira de nouveau."),
        ),
        DatedForm,
        _("Rétablir l’inscription"),
        _("L’inscription est rétablie ; le courriel part."),
        returning.reinstate,
        initial=_proposed(row, Act.REINSTATE),
    )


def reopen(row: "Registration", today: date) -> Plan:
    return Plan(
        Act.REOPEN,
        _("Rouvrir le brouillon"),
        (
            _("Le candidat retrouve ses réponses et peut enregistrer son inscription jusqu’au jour choisi."),
            _("Il n’est pas inscrit pour autant ; passé ce jour, le brouillon expire de nouveau."),
        ),
        ReopenForm,
        _("Rouvrir le brouillon"),
        _("Le brouillon est rouvert ; le courriel part."),
        returning.reopen,
        initial=_proposed(row, Act.REOPEN),
    )


def give_personal_date(row: "Registration", today: date) -> Plan:
    return Plan(
        Act.GIVE_PERSONAL_DATE,
        _("Donner une date personnelle"),
        (
            _("Aucune des limites de ce dossier ne tombe avant le jour choisi ; les plus tardives restent."),
            _("Cela ne concerne que ce candidat : ses dates changent dès sa prochaine page."),
        ),
        PersonalDateForm,
        _("Donner cette date"),
        _("La date est donnée ; le courriel part."),
        returning.give_personal_date,
        initial=_proposed(row, Act.GIVE_PERSONAL_DATE),
    )


def _proposed(row: "Registration", act: Act) -> Mapping[str, Any]:
    """The officer's words, to start from, where the same act was proposed."""
    waiting = decided.of(row).waiting
    return {"reason": waiting.reason} if waiting and waiting.act is act else {}

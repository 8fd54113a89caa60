"""Which links stand in the header and in the footer, and which one is the present page.

A link is shown if its page exists: a partial site (the gallery, a test, an
error page) never shows a dead one. A page may name its place itself with the
context variable `nav_current`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template import Context
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sporades.rules.rights import Act, Mandate, may
from sporades.ui import addresses


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    name: str  # the url name, and the value of nav_current
    label: Promise
    family: tuple[str, ...] = ()  # beginnings of the url names that belong under it
    posts: bool = False  # a button that changes something, not a link
    act: Act | None = None  # shown to who holds this right


VISITOR = (
    Entry("home", _("Accueil"), ("home", "before")),
    Entry("diplomas", _("Diplômes"), ("diploma",)),
    Entry("help", _("Aide"), ("help",)),
    Entry("login", _("Se connecter"), ("login", "sign_up", "password_reset")),
)
CANDIDATE = (
    Entry("new_registration", _("M’inscrire")),  # the tab that the notices name
    Entry(
        "space",
        _("Mes inscriptions"),
        ("space", "registration", "step", "start", "withdraw"),
    ),
    Entry("documents", _("Mes documents"), ("document",)),
    Entry("pieces", _("Mes justificatifs"), ("piece", "deposit")),
    Entry(
        "account",
        _("Mon compte"),
        ("account", "identity", "contact", "rectification", "email", "password", "device", "own_data"),
    ),
    Entry("logout", _("Se déconnecter"), posts=True),
)
# What is done from the page of a file belongs under it.
_ON_A_FILE = (
    "staff_file", "staff_duplicate", "staff_receive", "staff_correct", "staff_see", "staff_change_academy",
    "staff_personal_date", "staff_evidence", "staff_propose", "staff_cancel", "staff_set_aside",
    "staff_reinstate", "staff_withdraw", "staff_replace_",
)  # fmt: skip
STAFF = (
    Entry("staff_worklist", _("À contrôler"), ("staff_worklist", "staff_check"), act=Act.CHECK_PIECE),
    Entry("staff_files", _("Dossiers"), _ON_A_FILE, act=Act.READ_FILE),
    Entry(
        "staff_messages",
        _("Messages"),
        ("staff_messages", "staff_rectification", "staff_replacement"),
        act=Act.WRITE_MESSAGE,
    ),
    Entry("staff_calendar", _("Calendrier"), ("staff_calendar",), act=Act.READ_CALENDAR),
    Entry(
        "staff_deadlines",
        _("Échéances"),
        ("staff_deadline", "staff_academy_change"),
        act=Act.READ_FILE,
    ),
    Entry("staff_publications", _("Publications"), ("staff_publication",), act=Act.PREPARE_DOCUMENTS),
    Entry("staff_figures", _("Tableau de bord"), ("staff_figures", "staff_export"), act=Act.READ_FIGURES),
    Entry("staff_people", _("Personnes"), ("staff_people", "staff_person"), act=Act.MANAGE_PEOPLE),
    Entry("staff_account", _("Mon compte"), ("staff_account", "staff_factor")),
    Entry("logout", _("Se déconnecter"), posts=True),
)
FOOTER = (
    Entry("site_map", _("Plan du site")),
    Entry("verify", _("Vérifier un document")),
    Entry("accessibility", _("Accessibilité : non conforme")),
    Entry("legal_notices", _("Mentions légales")),
    Entry("personal_data", _("Données personnelles")),
    Entry("help", _("Aide et contact")),
)


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: Promise
    current: bool
    posts: bool


def entries(context: Context) -> tuple[Entry, ...]:
    """What stands in the header, for who asks the page."""
    return _entries_for(getattr(context.get("request"), "user", None))


def place(context: Context) -> str:
    """Where the page stands: the name of its address, or what it says itself."""
    match = getattr(context.get("request"), "resolver_match", None)
    return str(context.get("nav_current") or (match.url_name if match else "") or "")


def _entries_for(user: Any) -> tuple[Entry, ...]:
    if user is None or not user.is_authenticated:
        return VISITOR
    officer = getattr(user, "officer", None)
    return CANDIDATE if officer is None else _of_the_office(officer.mandate)


@lru_cache(maxsize=256)
def _of_the_office(mandate: Mandate) -> tuple[Entry, ...]:
    return tuple(entry for entry in STAFF if entry.act is None or may(mandate, entry.act))


def first_page(user: Any) -> str:
    """Where an officer begins: the first link of their own menu."""
    return next(link.url for link in links(_entries_for(user)) if not link.posts)


def own_account(user: Any) -> str:
    """The name of the page on which somebody finds their own account."""
    return "staff_account" if getattr(user, "officer", None) is not None else "account"


def links(shown: Iterable[Entry], place: str = "") -> Iterable[Link]:
    """Those whose page exists, of a page that stands at this place."""
    for entry in shown:
        if url := _address(entry.name):
            current = bool(place) and place.startswith(entry.family or (entry.name,))
            yield Link(url, entry.label, current, entry.posts)


def _address(name: str) -> str:
    try:
        return addresses.address(name)
    except NoReverseMatch:
        return ""

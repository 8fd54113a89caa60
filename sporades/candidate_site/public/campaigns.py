"""Whom to ask in each académie, and which of its pages to read?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sporades.calendars.queries import Campaign, OpenWindow
from sporades.calendars.telling import academy_name, shown
from sporades.reference.load import reference
from sporades.rules import french


@dataclass(frozen=True, slots=True)
class Line:
    """One line of contact; `url` makes it a link. Empty: nobody has told us, so « à vérifier »."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    specialty: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CampaignTold:
    academy: str
    exam_session: int
    service: str
    lines: tuple[Line, ...]
    links: Mapping[str, str]
    notices: tuple[Notice, ...]
    source: str
    source_url: str

    @property
    def title(self) -> str:
        return french.capital(self.academy)


def campaigns_of(
    windows: Iterable[OpenWindow], *, specialty: str = "", diploma: str = ""
) -> tuple[CampaignTold, ...]:
    """Each campaign once; its notes are those of the speciality or of the diploma, when one is given."""
    campaigns = {window.campaign.id: window.campaign for window in shown(windows)}
    return tuple(_told(campaign, specialty, diploma) for campaign in campaigns.values())


def _told(campaign: Campaign, specialty: str, diploma: str) -> CampaignTold:
    return CampaignTold(
        academy=academy_name(campaign.academy),
        exam_session=campaign.exam_session,
        service=_known(campaign.contact.get("service", "")),
        lines=tuple(_lines(campaign.contact)),
        links=campaign.links,
        notices=tuple(_notices(campaign, specialty, diploma)),
        source=campaign.source,
        source_url=campaign.source_url,
    )


def _lines(contact: Mapping[str, str]) -> Iterator[Line]:
    email, phone = _known(contact.get("email", "")), _known(contact.get("phone", ""))
    yield Line(_("Adresse"), _known(contact.get("address", "")))
    yield Line(_("Courriel"), email, f"mailto:{email}" if email else "")
    yield Line(_("Téléphone"), phone, f"tel:{''.join(phone.split())}" if phone else "")
    yield Line(_("Horaires"), _known(contact.get("hours", "")))


def _known(value: str) -> str:
    return "" if value.strip().casefold() == "à vérifier" else value


def _notices(campaign: Campaign, specialty: str, diploma: str) -> Iterator[Notice]:
    known = reference().specialties
    for notice in campaign.notices:
        code = notice["specialty"]
        if specialty in {"", code} and diploma in {"", known[code].diploma}:
            yield Notice(code, notice["title"], notice["url"])

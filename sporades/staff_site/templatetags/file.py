"""The lists of a whole file: they grow with its life, and an officer opens dozens of files a day (decision 0068).

Every value is escaped here, as a template would.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from sporades.registrations.queries.history import MailSeen, PaperSeen
from sporades.registrations.telling import UnitTold
from sporades.rules.french import capital
from sporades.staff_site.files.acts import Link
from sporades.ui import lists

register = template.Library()


@register.simple_tag
def act_links(acts: Iterable[Link]) -> SafeString:
    """{% act_links acts %}: the items of a list."""
    return _drawn(f'<li><a href="{escape(act.url)}">{escape(str(act.label))}</a></li>' for act in acts)


@register.simple_tag
def unit_rows(units: Iterable[UnitTold]) -> SafeString:
    """{% unit_rows seen.units %}: the rows of a table."""
    return _drawn(
        f'<tr><td class="nowrap">{escape(unit.code) or "—"}</td>'
        f'<th scope="row">{escape(unit.title)}</th><td>{escape(unit.status)}</td></tr>'
        for unit in units
    )


@register.simple_tag
def paper_rows(papers: Iterable[PaperSeen]) -> SafeString:
    """{% paper_rows seen.past.papers %}: the rows of a table."""
    return _drawn(
        f'<tr><th scope="row">{escape(capital(paper.title))}{_checks(paper.checks)}{_fate(paper)}</th>'
        f'<td class="nowrap">{escape(paper.said_at)}</td></tr>'
        for paper in papers
    )


def _checks(times: int) -> str:
    if not times:
        return ""
    said = ngettext("vérifié %(n)s fois", "vérifié %(n)s fois", times) % {"n": times}
    return f'<br><span class="soft small">{escape(said)}</span>'


def _fate(paper: PaperSeen) -> str:
    if not paper.state:
        return ""
    since = f' <span class="soft small nowrap">{escape(paper.since)}</span>' if paper.since else ""
    return f"<br>{lists.tag(paper.state, paper.tone)}{since}"


@register.simple_tag
def mail_rows(mails: Iterable[MailSeen]) -> SafeString:
    """{% mail_rows seen.past.mails %}: the rows of a table."""
    return _drawn(
        f'<tr><th scope="row">{escape(mail.title)}<br>'
        f'<span class="soft small">{escape(mail.recipient)}</span></th>'
        f'<td>{lists.tag(mail.state, mail.tone)}<br><span class="soft small">{escape(mail.said_at)}</span></td></tr>'
        for mail in mails
    )


def _drawn(lines: Iterable[str]) -> SafeString:
    # Every value was escaped on its way here.
    return mark_safe("".join(lines))  # noqa: S308

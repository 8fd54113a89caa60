"""The components, as pages call them: `{% load ui %}`, then one tag per part.

Each docstring shows the call; the gallery shows the result. Values come as
plain objects or mappings, already read; a tag never runs a query. What repeats
on a page is drawn in Python, the rest by `ui/components` (decision 0068).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sporades.rules import french
from sporades.ui import addresses, frame, lists, rendering

register = template.Library()


# ── Forms ────────────────────────────────────────────────────────────────────
@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """{% field form.birth_name %}; options: label, hint, width="2|4|8|16", optional=False (no mark)."""
    return rendering.render(rendering.ask(bound, **options))


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """{% fields form %}: every field in order, hidden ones included."""
    return format_html_join("", "{}", ((rendering.render(rendering.ask(bound)),) for bound in form))


@register.simple_block_tag
def asks(content: str, bound: BoundField, opens: str, legend: str = "", **options: Any) -> SafeString:
    """{% asks form.handicap "yes" legend="Si oui" %}{% field form.x %}{% endasks %}

    A question that opens others; `opens` lists the answers that do, joined by commas.
    The others are folded by CSS alone; where it cannot, all is shown under « si oui ».
    """
    question = rendering.render(rendering.ask(bound, opens=opens, **options))
    return format_html(
        '<div class="asks">{}<fieldset class="opened"><legend>{}</legend>'
        '<div class="fields">{}</div></fieldset></div>',
        question, legend or _("Si oui"), content,
    )  # fmt: skip


@register.simple_tag
def required_note(form: BaseForm | None = None) -> SafeString:
    """{% required_note form %}: what is obligatory, said once before the first question."""
    visible = [bound.field.required for bound in form.visible_fields()] if form else [True]
    if len(visible) < 2 or not any(visible):
        return mark_safe("")
    note = _("Toutes les réponses sont obligatoires.")
    if not all(visible):
        note = _("Toutes les réponses sont obligatoires, sauf mention « facultatif ».")
    return format_html('<p class="soft small">{}</p>', note)


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """« Erreur : » at the head of the title when a form of the page has errors."""
    return _("Erreur :") + " " if _faulty(context, None) else ""


@register.inclusion_tag("ui/components/error_summary.html", takes_context=True)
def error_summary(context: Context, *forms: BaseForm) -> dict[str, Any]:
    """{% error_summary %} for the `form` of the context, or {% error_summary form other %}."""
    found = _faulty(context, forms)
    links = [
        {"target": rendering.target_id(bound), "text": error}
        for form in found for bound in form for error in bound.errors
    ]  # fmt: skip
    general = [error for form in found for error in form.non_field_errors()]
    return {"links": links, "general": general, "count": len(links) + len(general)}


def _faulty(context: Context, forms: Iterable[BaseForm] | None) -> list[BaseForm]:
    shown: list[Any] = list(forms or ()) or [context.get("form"), *(context.get("forms") or ())]
    return [form for form in shown if isinstance(form, BaseForm) and form.is_bound and form.errors]


# ── The frame ────────────────────────────────────────────────────────────────
@register.simple_tag(takes_context=True)
def site_nav(context: Context) -> SafeString:
    return frame.menu(context)


@register.simple_tag
def site_footer() -> SafeString:
    return frame.footer()


@register.simple_tag(takes_context=True)
def site_messages(context: Context) -> SafeString:
    return frame.messages(context.get("messages"))


# ── Where one stands ─────────────────────────────────────────────────────────
@register.simple_block_tag
def standing(content: str, sentence: str, tone: str = "info", url: str = "", action: str = "") -> SafeString:
    """{% standing "Vous êtes inscrit." "ok" url=url action="Voir" %}<p>details</p>{% endstanding %}

    The one sentence of the page; tones: wait, ok, no, info. At most one button.
    """
    link = format_html('<p class="actions"><a class="btn" href="{}">{}</a></p>', url, action) if url else ""
    return format_html(
        '<div class="standing {}"><p class="says">{}</p>{}{}</div>', tone, sentence, _inside(content), link
    )  # fmt: skip


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """{% notice "wait" title="Avant de commencer" %}<p>…</p>{% endnotice %}; tones as in standing."""
    head = format_html("<p><strong>{}</strong></p>", title) if title else ""
    return format_html('<div class="notice {}">{}{}</div>', tone, head, _inside(content))


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2) -> SafeString:
    """{% card title="Vos dates" level=2 %}…{% endcard %}; without a title it is no section of the page."""
    if not title:
        return format_html('<div class="card">{}</div>', _inside(content))
    head = format_html("<h{0}>{1}</h{0}>", level, title)
    return format_html('<section class="card">{}{}</section>', head, _inside(content))


@register.simple_tag
def tag(text: str, tone: str = "info") -> SafeString:
    """{% tag "attendue" "wait" %}; tones: wait, ok, no, info, off."""
    return lists.tag(text, tone)


@register.inclusion_tag("ui/components/steps.html")
def steps(current: int, total: int, name: str = "") -> dict[str, Any]:
    """{% steps 5 8 "CAP Pâtissier" %}: « CAP Pâtissier · étape 5 sur 8 » and its bar."""
    marks = ['<li class="done"></li>'] * (current - 1) + ['<li class="now"></li>']
    marks += ["<li></li>"] * (total - current)
    return {"current": current, "total": total, "name": name, "marks": mark_safe("".join(marks))}  # noqa: S308


# ── Lists ────────────────────────────────────────────────────────────────────
@register.inclusion_tag("ui/components/task_list.html")
def task_list(tasks: Iterable[Any]) -> dict[str, Any]:
    """{% task_list tasks %}: each has title, and maybe url, status, tone, hint."""
    return {"tasks": tasks}


@register.simple_tag
def summary_list(rows: Iterable[Any], title: str = "", url: str = "", level: int = 2) -> SafeString:
    """{% summary_list rows title="Identité" url=url %}: rows have label, value, maybe url to modify."""
    return lists.summary(rows, title, url, level)


@register.inclusion_tag("ui/components/dates.html")
def dates(items: Iterable[Any]) -> dict[str, Any]:
    """{% dates items %}: items have `when`, `what`, optionally at (datetime), past."""
    return {"items": items}


@register.simple_tag
def timeline(events: Iterable[Any]) -> SafeString:
    """{% timeline events %}: newest first; events have text, when, optionally at (datetime), tone."""
    return format_html('<ol class="line">{}</ol>', lists.events(events))


@register.inclusion_tag("ui/components/conversation.html")
def conversation(said: Iterable[Any], mine: str, theirs: str, *, of_office: bool = False) -> dict[str, Any]:
    """{% conversation said mine="Vous" theirs="Le service" %}: oldest first; each has text, said_at, from_office."""
    told = []
    for one in said:
        is_mine = one.from_office is of_office
        who = mine if is_mine else theirs
        told.append({"mine": is_mine, "who": who, "when": one.said_at, "text": one.text})
    return {"said": told}


@register.inclusion_tag("ui/components/pages.html", takes_context=True)
def pages(context: Context, page: Any) -> dict[str, Any]:
    """{% pages page %} for a django.core.paginator.Page; keeps the other parameters of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    kept = context["request"].GET.copy() if "request" in context else None
    links = []
    for number in numbers:
        if kept is not None:
            kept["page"] = str(number)
        query = kept.urlencode() if kept is not None else f"page={number}"
        links.append({"number": number, "query": query, "current": number == page.number})
    return {"page": page, "links": links}


@register.simple_block_tag(takes_context=True)
def piece(context: Context, content: str, card: Any, level: int = 2) -> SafeString:
    """{% piece card %}<form …>the deposit</form>{% endpiece %}: what is asked, by when, what was given.

    card: key, title, status, tone, explanation, due (text), reason (of a refusal), note, and
    files (each name, url, when, status, tone). The content is the deposit form, if any.
    """
    engine = context.template.engine  # type: ignore[union-attr]
    inner = Context({"card": card, "content": _inside(content), "heading": f"h{level}"})
    return engine.get_template("ui/components/piece.html").render(inner)


@register.filter
def count(number: int | str | None) -> str:
    """{{ total|count }}: « 12 345 », or a dash where there is none to tell."""
    return french.number(number) if isinstance(number, int) else "–"


# ── Buttons and time ─────────────────────────────────────────────────────────
@register.simple_tag
def button(text: str, kind: str = "", name: str = "", value: str = "") -> SafeString:
    """{% button "Refuser" "danger" name="verdict" value="no" %}; kinds: "", ghost, danger."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button class="btn {}" type="submit"{}>{}</button>', kind, named, text)


@register.simple_tag
def address(name: str, of: UUID | None = None) -> SafeString:
    """{% address "staff_file" row.id %}: the page of one thing, or of none; else {% url %}."""
    # Our own words and an id: nothing to escape.
    return SafeString(addresses.address(name, of))


@register.simple_tag
def link_button(text: str, url: str, kind: str = "") -> SafeString:
    """{% link_button "M’inscrire" url %}: a link that looks like what one does next."""
    return format_html('<a class="btn {}" href="{}">{}</a>', kind, url, text)


@register.simple_tag
def when(at: datetime, zone: str, zone_name: str) -> SafeString:
    """{% when window.opens zone zone_name %}: « vendredi 8 novembre 2024, 17 h (heure de Paris) »."""
    return _time(at, french.spoken_instant(at, zone, zone_name))


@register.simple_tag
def until(due: datetime, zone: str, zone_name: str) -> SafeString:
    """{% until dates.pieces_due zone zone_name %}: an excluded limit, said « 23 h 59 » the day before."""
    return _time(due, french.spoken_deadline(due, zone, zone_name))


@register.simple_tag
def when_short(at: datetime, zone: str) -> SafeString:
    """{% when_short event.at zone %}: « 8 nov., 17 h »."""
    return _time(at, french.short_instant(at, zone))


@register.simple_tag
def until_short(due: datetime, zone: str) -> SafeString:
    """{% until_short due zone %}: « 15 nov., 23 h 59 »."""
    return _time(due, french.short_deadline(due, zone))


@register.simple_tag
def until_dated(due: datetime, zone: str) -> SafeString:
    """{% until_dated due zone %}: « 15 nov. 2024, 23 h 59 »."""
    return _time(due, french.dated_deadline(due, zone))


def _time(at: datetime, said: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), said)


def _inside(content: str) -> SafeString:
    # What stands between the tags was rendered, hence escaped, by the template engine.
    return mark_safe(content.strip())  # noqa: S308

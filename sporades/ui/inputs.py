"""How the controls one types in are drawn: lines, texts, passwords, dates, files, and the lone tick."""

from html import escape

from django.utils.translation import gettext as _

from sporades.ui import typed
from sporades.ui.asking import Ask, flat


def line(ask: Ask) -> str:
    widget = ask.bound.field.widget
    value = widget.format_value(ask.bound.value())
    kind = getattr(widget, "input_type", "text")
    return f"<input{ask.attributes(type=kind, value='' if value is None else value)}>"


def hidden(ask: Ask) -> str:
    value = ask.bound.field.widget.format_value(ask.bound.value())
    shown = "" if value is None else value
    return f"<input{flat({'type': 'hidden', 'name': ask.bound.html_name, 'id': ask.id, 'value': shown})}>"


def password(ask: Ask) -> str:
    """Never sent back to the browser; the button appears with JavaScript only."""
    button = (
        '<button class="btn ghost" type="button" hidden aria-pressed="false"'
        f' data-reveals="{escape(ask.id)}">'
        f'{_("Afficher")}<span class="sr"> {_("le mot de passe")}</span></button>'
    )
    return f'<div class="beside"><input{ask.attributes(type="password", spellcheck="false")}>{button}</div>'


def text(ask: Ask) -> str:
    value = ask.bound.field.widget.format_value(ask.bound.value()) or ""
    # HTML drops the first line break of a textarea: one more keeps what was typed.
    return f"<textarea{ask.attributes()}>\n{escape(value)}</textarea>"


def tick(ask: Ask) -> str:
    value = ask.bound.value()
    box = ask.attributes(
        type="checkbox",
        checked=bool(value) and value != "false",
        **{"data-opens": bool(ask.opens)},
    )
    label = f'<label for="{escape(ask.id)}">{ask.label}{optional_mark(ask)}</label>'
    return f'<div class="pick"><input{box}>{label}</div>'


def date_parts(ask: Ask) -> str:
    """Day, month, year: three boxes a phone fills with its digits, any of which takes a whole date."""
    values = typed.parts(ask.bound.value())
    labels = (("day", _("Jour")), ("month", _("Mois")), ("year", _("Année")))
    token = str(ask.bound.field.widget.attrs.get("autocomplete", ""))
    boxes = (
        f'<div class="{part}"><label for="{escape(ask.id)}_{part}">{label}</label>'
        f"<input{_date_box(ask, part, value, f'{token}-{part}' if token else '')}></div>"
        for (part, label), value in zip(labels, values, strict=True)
    )
    return f'<div class="parts">{"".join(boxes)}</div>'


def _date_box(ask: Ask, part: str, value: str, token: str) -> str:
    return ask.attributes(
        type="text", inputmode="numeric", value=value, autocomplete=token or "off",
        id=f"{ask.id}_{part}", name=f"{ask.bound.html_name}-{part}", **{"aria-describedby": ""},
    )  # fmt: skip


def files(ask: Ask) -> str:
    """A file control; what is too heavy is said at once where there is JavaScript."""
    limit = getattr(ask.bound.field, "max_bytes", None)
    if limit is None:
        return f"<input{ask.attributes(type='file')}>"
    said = f"{ask.id}_weight"
    heavy = _("« %s » est trop lourd : choisissez un fichier plus léger, ou une photo moins grande.")
    note = f'<p class="msg" role="status" id="{escape(said)}" data-heavy="{escape(heavy)}"></p>'
    return f"<input{ask.attributes(type='file', **{'data-max-bytes': limit, 'data-says': said})}>{note}"


def optional_mark(ask: Ask) -> str:
    return f' <span class="opt">{_("(facultatif)")}</span>' if ask.optional else ""

"""What `{% load i18n static %}` loads: Django's own tags, of which what never changes is drawn as a template is read.

A page has thirty sentences and six addresses of files, which Django looks up
anew on every page, in a hundred calls each. Here each is looked up once, and
what a sentence says of somebody are variables like any other. With a second
language in the settings, sentences are looked up on every page again: nothing
else has to change.
"""

import re
from collections.abc import Iterator

from django import template
from django.conf import settings
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, TextNode, Token, VariableNode
from django.templatetags import i18n, static
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.translation import gettext, override

register = template.Library()
for library in (i18n.register, static.register):
    register.tags |= library.tags
    register.filters |= library.filters

# As gettext holds « {{ name }} ».
PLACE = re.compile(r"%\((\w+)\)s")


class Sentence(Node):
    """Words and variables, in the order of the language."""

    def __init__(self, parts: Iterator[Node]) -> None:
        self.nodelist = NodeList(parts)

    def render(self, context: Context) -> str:
        return self.nodelist.render(context)


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """{% translate "Aller au contenu" %}"""
    node: TranslateNode = i18n.do_translate(parser, token)
    varies = node.asvar or node.message_context or not _is_text(node.filter_expression)
    if varies or len(settings.LANGUAGES) > 1:
        return node
    with override(settings.LANGUAGE_CODE):
        return TextNode(node.render(Context()))


@register.tag("blocktranslate")
def blocktranslate(parser: Parser, token: Token) -> Node:
    """{% blocktranslate with name=card.title %}« {{ name }} » est annulée.{% endblocktranslate %}"""
    node: BlockTranslateNode = i18n.do_block_translate(parser, token)
    varies = node.asvar or node.message_context or node.plural
    if varies or len(settings.LANGUAGES) > 1:
        return node
    message, _names = node.render_token_list(node.singular)
    with override(settings.LANGUAGE_CODE):
        return Sentence(_parts(parser, node.extra_context, gettext(message)))


def _parts(parser: Parser, known: dict[str, FilterExpression], said: str) -> Iterator[Node]:
    for position, part in enumerate(PLACE.split(said)):
        if position % 2:
            yield VariableNode(known.get(part) or parser.compile_filter(part))
        elif part:
            yield TextNode(part.replace("%%", "%"))


@register.tag("static")
def file_address(parser: Parser, token: Token) -> Node:
    """{% static "ui/sporades.css" %}"""
    node: StaticNode = static.do_static(parser, token)
    return node if node.varname or not _is_text(node.path) else TextNode(node.render(Context()))


def _is_text(expression: FilterExpression) -> bool:
    """Whether it is written in the template between quotes, and nothing is done to it."""
    return expression.token[:1] in {"'", '"'} and not expression.filters

"""Tags of the back office's frame, for the templates of both floors."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "alert" %}`: a picture beside a word, silent for screen readers (static/office/icons.svg)."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("office/icons.svg"), name
    )

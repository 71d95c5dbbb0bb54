"""Says who asks: the company's name, colour, logo and sender."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from surveys.actions.uploading import contents
from surveys.errors import DomainError
from surveys.models import Blob, Brand

FIELDS = (
    *("name", "accent", "sender_name", "sender_title", "sender_address", "reply_to_address"),
    *("phone", "postal_address", "change_days"),
)
LOGO_TYPES = ("png", "jpg", "webp")
MOST_LOGO_BYTES = 200 * 1024


class CannotUseLogo(DomainError):
    """The file is no picture that every browser and mail program shows, or too large."""

    code = "cannot_use_logo"


@transaction.atomic
def save(*, fields: Mapping[str, Any], now: datetime, logo: bytes = b"", without_logo: bool = False) -> Brand:
    """Store the company's fields (see FIELDS), those left out stay; mails already made keep their words.

    Raises CannotUseLogo for what is no PNG, JPEG or WebP up to 200 KB; then nothing is stored. SVG is
    refused because it may carry scripts.
    """
    known = {name: value for name, value in fields.items() if name in FIELDS}
    if without_logo:
        known |= {"logo": None, "logo_type": ""}
    elif logo:
        known |= {"logo_type": _type_of(logo), "logo": _blob(logo, now)}
    brand, _made = Brand.objects.update_or_create(id=1, defaults=known)
    return brand


def _type_of(logo: bytes) -> str:
    if len(logo) > MOST_LOGO_BYTES:
        raise CannotUseLogo(
            _("The logo is larger than 200 KB."), mend=_("Export it smaller: 400 pixels wide do.")
        )
    kind = next((kind for kind in LOGO_TYPES if contents.is_what_it_claims(logo, kind)), "")
    if not kind:
        raise CannotUseLogo(_("The logo is no PNG, JPEG or WebP picture."), mend=_("Export it as PNG."))
    return contents.TYPES[kind]


def _blob(logo: bytes, now: datetime) -> Blob:
    blob, _made = Blob.objects.update_or_create(
        sha256=hashlib.sha256(logo).hexdigest(),
        defaults={"created_at": now},  # a sweep at this moment must not take it for forgotten
        create_defaults={"size_bytes": len(logo), "content": logo, "created_at": now},
    )
    return blob

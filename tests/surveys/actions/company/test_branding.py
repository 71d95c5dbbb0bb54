"""Who asks: name and colour are stored, a logo only where every client can see it safely."""

import base64
from datetime import datetime

import pytest

from surveys.actions.company import branding
from surveys.actions.company.branding import CannotUseLogo
from surveys.models import Blob, Brand

FIELDS = {
    "name": "Meridian",
    "accent": "#1d6b64",
    "sender_name": "Irina",
    "sender_address": "irina@meridian.example",
    "reply_to_address": "irina@meridian.example",
}
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\r\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_there_is_one_company(db: None, now: datetime) -> None:
    branding.save(fields=FIELDS, now=now)
    branding.save(fields=FIELDS | {"name": "Meridian Supply", "id": 7, "is_sending_held": True}, now=now)
    brand = Brand.objects.get()
    assert (brand.pk, brand.name, brand.is_sending_held) == (1, "Meridian Supply", False)


@pytest.mark.parametrize(
    ("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")]
)
def test_a_picture_becomes_the_logo_and_goes_again(
    db: None, now: datetime, content: bytes, kind: str
) -> None:
    brand = branding.save(fields=FIELDS, now=now, logo=content)
    assert brand.logo and (bytes(brand.logo.content), brand.logo_type) == (content, kind)
    branding.save(fields=FIELDS, now=now, logo=content)
    assert Blob.objects.count() == 1
    kept = branding.save(fields=FIELDS, now=now)
    assert kept.logo == brand.logo
    gone = branding.save(fields=FIELDS, now=now, without_logo=True)
    assert (gone.logo, gone.logo_type) == (None, "")


@pytest.mark.parametrize("content", [SVG, b"GIF89a", b"<html>", b"%PDF-1.4", PNG + b"\0" * 205_000])
def test_anything_else_is_refused_and_nothing_is_stored(db: None, now: datetime, content: bytes) -> None:
    with pytest.raises(CannotUseLogo):
        branding.save(fields=FIELDS, now=now, logo=content)
    assert not Brand.objects.exists() and not Blob.objects.exists()

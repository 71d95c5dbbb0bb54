"""The company's colour made readable: its hue and strength, our lightness, so contrast holds for any brand.

OKLCH after Björn Ottosson, https://bottosson.github.io/posts/oklab/ (CSS Color 4 uses the same matrices).
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

DEFAULT = "#0b5d57"


@dataclass(frozen=True)
class Accent:
    """Two pairs as #rrggbb: what can be clicked, and the text on it; on light paper and on dark."""

    light: str
    on_light: str
    dark: str
    on_dark: str


@lru_cache(maxsize=64)
def accent(colour: str) -> Accent:
    """Readable variants of a brand colour; an unreadable value counts as our default colour."""
    given = colour if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else DEFAULT
    chroma, hue = _chroma_and_hue(given)
    return Accent(
        light=_hex(0.43, min(chroma, 0.13), hue),
        on_light="#ffffff",
        dark=_hex(0.82, min(chroma, 0.09), hue),
        on_dark=_hex(0.22, min(chroma, 0.04), hue),
    )


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> tuple[float, float, float]:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def _chroma_and_hue(colour: str) -> tuple[float, float]:
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return math.hypot(a, b), math.atan2(b, a)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The colour as #rrggbb; one outside sRGB loses chroma, never lightness."""
    while chroma > 0 and not all(-0.0005 <= part <= 1.0005 for part in _rgb(lightness, chroma, hue)):
        chroma = max(0.0, chroma - 0.004)
    parts = (min(1.0, max(0.0, part)) for part in _rgb(lightness, chroma, hue))
    return "#" + "".join(
        f"{round(255 * (12.92 * p if p <= 0.0031308 else 1.055 * p ** (1 / 2.4) - 0.055)):02x}" for p in parts
    )


def _rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )

"""Any brand colour becomes readable: the pairs that the style sheets use reach WCAG AA."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.rendering import colours

hexes = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@settings(deadline=None)
@given(hexes)
def test_text_and_edges_reach_four_and_a_half_to_one(colour: str) -> None:
    accent = colours.accent(colour)

    for paper in ("#f4f0e9", "#fffdf9", "#f6f1e8"):
        assert colours.contrast(accent.light, paper) >= 4.5
    for paper in ("#171512", "#201d19", "#2a2621"):
        assert colours.contrast(accent.dark, paper) >= 4.5
    assert colours.contrast(accent.light, accent.on_light) >= 4.5
    assert colours.contrast(accent.dark, accent.on_dark) >= 4.5


def test_the_hue_stays() -> None:
    red, blue = colours.accent("#d01020"), colours.accent("#1030d0")

    assert int(red.light[1:3], 16) > 2 * int(red.light[5:7], 16)
    assert int(blue.light[5:7], 16) > 2 * int(blue.light[1:3], 16)


def test_known_values_of_contrast() -> None:
    assert colours.contrast("#000000", "#ffffff") == 21
    assert round(colours.contrast("#777777", "#ffffff"), 2) == 4.48  # the classic near miss


def test_an_unreadable_colour_is_our_own() -> None:
    assert colours.accent("red;}body{display:none") == colours.accent(colours.DEFAULT)

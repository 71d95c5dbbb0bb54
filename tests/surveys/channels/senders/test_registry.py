"""A channel is a file: it is found by lying in the folder."""

import importlib
import sys
from pathlib import Path

import pytest

from surveys.channels.senders import chat, registry, sms
from surveys.channels.senders.interface import WrongAddress

PIGEON = """
from surveys.channels.senders.webhook import WebhookChannel
CHANNEL = WebhookChannel("{name}", "Pigeon", "loft", str.strip, most_characters=12)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of channels beside the application's own."""
    made = tmp_path / "lofts"
    made.mkdir()
    (made / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    for name in [name for name in sys.modules if name.split(".")[0] == "lofts"]:
        monkeypatch.delitem(sys.modules, name)
    return made


def test_ours_are_found() -> None:
    assert set(registry.channels()) == {"sms", "chat", "telegram"}


def test_adding_one_is_adding_one_file(folder: Path) -> None:
    (folder / "pigeon.py").write_text(PIGEON.format(name="pigeon"))
    (folder / "colours.py").write_text("BLUE = 1")

    found = registry.found_in(importlib.import_module("lofts"))

    assert list(found) == ["pigeon"] and found["pigeon"].check_address(" north ") == "north"


def test_two_of_one_name_are_refused(folder: Path) -> None:
    for file in ("a", "b"):
        (folder / f"{file}.py").write_text(PIGEON.format(name="pigeon"))
    with pytest.raises(ValueError, match="two channels are called 'pigeon'"):
        registry.found_in(importlib.import_module("lofts"))


@pytest.mark.parametrize(
    "written", ["+49 (170) 123-45-67", "0049 170 1234567", "+49.170.1234567", "+49‑170‑1234567"]
)
def test_a_phone_number_has_one_spelling(written: str) -> None:
    assert sms.CHANNEL.check_address(written) == "+491701234567"


@pytest.mark.parametrize(
    "written", ["", "0170 1234567", "+49", "+49 170 12345678901234", "+49170x", "＋４９１７０１２３４５６７"]
)
def test_what_nobody_can_dial_is_refused(written: str) -> None:
    with pytest.raises(WrongAddress, match="country"):
        sms.CHANNEL.check_address(written)


@pytest.mark.parametrize("written", ["", "a b", "x" * 201, "a\nb", "a\x00"])
def test_a_chat_address_is_one_word(written: str) -> None:
    with pytest.raises(WrongAddress):
        chat.CHANNEL.check_address(written)

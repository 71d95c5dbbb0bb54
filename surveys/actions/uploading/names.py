"""The name that a client's file keeps: what a person reads, nothing that a computer obeys. Pure."""

import unicodedata

LONGEST = 120
# Control and format characters (bidi overrides turn "exe.pdf" round), private ones, halves of characters.
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
FORBIDDEN = '<>:"|?*;%'
NAMELESS = "file"


def cleaned(name: str) -> str:
    """The last part of the path, readable characters only, short, with its ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        "_" if letter in FORBIDDEN else letter
        for letter in last
        if unicodedata.category(letter) not in UNSEEN
    )
    stem, dot, ending = " ".join(seen.split()).rpartition(".")
    stem = (stem if dot else ending).strip(" .")
    ending = ending.strip() if dot else ""
    stem = stem[: LONGEST - len(ending) - 1].strip(" .") or NAMELESS
    return f"{stem}.{ending}" if ending else stem

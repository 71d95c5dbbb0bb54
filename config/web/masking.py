"""Personal links in logs: each opens a client's answers, so that only its kind is written."""

import logging
import re

TOKEN_PATH = re.compile(r"/(s|u|p|me)/[\w-]{8,}|/(c|w)/[\w/-]{8,}")


def mask(text: str) -> str:
    return TOKEN_PATH.sub(lambda found: f"/{found[1] or found[2]}/…", text)


class Masked(logging.Filter):
    """Django names the path of every request that failed."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(mask(arg) if isinstance(arg, str) else arg for arg in record.args)
        return True

"""The parts of a workbook: a zip with limits on how many they are and how much they unpack to."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from surveys.tabular.problems import FileProblem
from surveys.tabular.problems import mark as _
from surveys.tabular.xlsx.elements import Builder, Node, refused

MOST_PARTS = 2_000
MOST_UNPACKED = 250_000_000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes to unpack a byte
ENCRYPTED = 1
PIECE = 65_536
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)


class Archive:
    """Part by part. Raises FileProblem for what is no zip, too many parts, or too much to unpack."""

    def __init__(self, data: bytes) -> None:
        self._left = MOST_UNPACKED
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise refused() from error
        self.names = set(self._zip.namelist())
        if len(self.names) > MOST_PARTS:
            raise refused()

    def elements(self, part: str, *keep: str) -> Iterator[Node]:
        """The elements of a part that are called so, each whole, and forgotten after that."""
        builder = Builder(frozenset(keep))
        try:
            info = self._zip.getinfo(part)
            if info.compress_type not in METHODS or info.flag_bits & ENCRYPTED:
                raise refused()
            with self._zip.open(info) as stream:
                while piece := stream.read(PIECE):
                    self._spend(len(piece))
                    builder.parser.Parse(piece)
                    yield from builder.ready
                    builder.ready.clear()
            builder.parser.Parse(b"", True)
        except FileProblem:
            raise
        except (KeyError, ExpatError, *BROKEN) as error:
            raise refused() from error

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise FileProblem(
                _("The workbook holds more than %(size)d MB when it is unpacked."),
                _("Divide it into several."),
                size=MOST_UNPACKED // 10**6,
            )


def resolved(target: str, base: str = "xl") -> str:
    """A relation's target as the name of a part."""
    path = target if target.startswith("/") else posixpath.join("/", base, target)
    return posixpath.normpath(path).lstrip("/")

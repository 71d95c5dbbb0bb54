"""Errors that people read: what is wrong, where, and how to mend it."""


class DomainError(Exception):
    """Base of every refusal. `code` is stable for programs; the text is for people."""

    code = "refused"

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__(what, where, mend)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cure = f" {self.mend}" if self.mend else ""
        return f"{place}{self.what}{cure}"

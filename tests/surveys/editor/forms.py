"""Reads a page's form as a browser would send it."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Fields of one form: those within it, and those elsewhere that name it."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.is_inside = form, False
        self.found: list[tuple[str, str]] = []
        self.text: tuple[str, list[str]] | None = None
        self.select: tuple[str, list[str], list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.is_inside = given.get("id") == self.form
        name, is_ours = given.get("name"), self.is_inside or given.get("form") == self.form
        if tag == "option" and self.select:
            _, options, chosen = self.select
            (chosen if "selected" in given else options).append(given.get("value") or "")
        if not name or not is_ours or "disabled" in given:
            return
        if tag == "textarea":
            self.text = (name, [])
        elif tag == "select":
            self.select = (name, [], [])
        elif tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.found.append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.text:
            self.found.append((self.text[0], "".join(self.text[1]).removeprefix("\n")))
            self.text = None
        elif tag == "select" and self.select:
            name, options, chosen = self.select
            self.found.append((name, (chosen or options or [""])[0]))
            self.select = None


def fields(page: str, form: str = "desk") -> list[tuple[str, str]]:
    """Names and values in the page's order."""
    reader = _Fields(form)
    reader.feed(page)
    return reader.found

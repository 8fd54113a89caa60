"""How does one get about without a mouse? By Tab, the arrows, Space, Enter and typing, and by nothing else.

Nothing here focuses, fills or clicks: what Tab does not reach cannot be reached
by whoever has only a keyboard, or a switch, or a screen reader.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Locator, Page, expect

HAS_FOCUS = "(element) => element === document.activeElement"
IN_FOCUS = "(group) => group.contains(document.activeElement)"
MAYBE_OPTIONAL = r"(\s+\(facultatif\))?"
MOST_STOPS = 250  # more than any page has: the whole of it was gone through


def exactly(name: str, *, and_more: bool = False) -> re.Pattern[str]:
    """A name as it is read: spaces of any kind, « (facultatif) » or a hint possibly after it."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(f"^{words}" if and_more else f"^{words}{MAYBE_OPTIONAL}$")


@dataclass
class Hands:
    page: Page

    # ── To get there ─────────────────────────────────────────────────────────
    def reach(self, target: Locator, *, backwards: bool = False) -> None:
        self._tab_until(target, HAS_FOCUS, backwards=backwards)

    def _tab_until(self, target: Locator, is_there: str, *, backwards: bool = False) -> None:
        for _stop in range(MOST_STOPS):
            if target.evaluate(is_there):
                return
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
        raise AssertionError(f"Tab never reaches {target} on {self.page.url}")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=exactly(name, and_more=True)).first

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=exactly(name, and_more=True)).first

    def group(self, name: str) -> Locator:
        # Of two that hold the legend, the inner one: it stands last.
        return (
            self.page.locator("fieldset").filter(has=self.page.locator("legend", has_text=exactly(name))).last
        )

    # ── To answer ────────────────────────────────────────────────────────────
    def type(self, label: str, text: str, *, group: str = "") -> None:
        """Replaces what a box holds."""
        among = self.group(group) if group else self.page
        self.reach(among.get_by_label(exactly(label)))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def type_date(self, group: str, day: str, month: str, year: str) -> None:
        for label, text in (("Jour", day), ("Mois", month), ("Année", year)):
            self.type(label, text, group=group)

    def choose(self, group: str, answer: str) -> None:
        """One of several: Tab leads to the group, the arrows go round in it."""
        asked = self.group(group)
        wanted = asked.get_by_role("radio", name=exactly(answer, and_more=True)).first
        self._tab_until(asked, IN_FOCUS)
        for _round in range(asked.get_by_role("radio").count()):
            if wanted.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def select(self, label: str, answer: str) -> None:
        """In a list, by the first letters of the answer."""
        asked = self.page.get_by_role("combobox", name=exactly(label))
        self.reach(asked)
        self.page.keyboard.type(answer)
        assert answer in asked.locator("option:checked").inner_text()

    def go_down_to(self, label: str, answer: str) -> None:
        """In a list whose answers begin alike, by the arrow."""
        asked = self.page.get_by_role("combobox", name=exactly(label))
        self.reach(asked)
        for _answer in range(asked.locator("option").count()):
            if asked.locator("option:checked").inner_text() == answer:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow never comes to {answer}")

    def tick(self, name: str) -> None:
        box = self.page.get_by_role("checkbox", name=exactly(name, and_more=True))
        self.reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def give(self, label: str, *files: FilePayload) -> None:
        """The file chooser is the system's, not ours: only the way to it is by keyboard."""
        chooser = self.page.get_by_label(exactly(label))
        self.reach(chooser)
        chooser.set_input_files(list(files))

    # ── To go on ─────────────────────────────────────────────────────────────
    def enter(self, key: str = "Enter") -> None:
        """Enter, or a key of the page's own, wherever one is, and the page that it leads to."""
        with self.page.expect_event("load"):
            self.page.keyboard.press(key)

    def press(self, name: str) -> None:
        self.reach(self.button(name))
        self.enter()

    def follow(self, name: str) -> None:
        self.reach(self.link(name))
        self.enter()

    # ── To see where one is ──────────────────────────────────────────────────
    def is_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(exactly(heading))

    def reads(self, sentence: str) -> None:
        expect(self.page.get_by_text(sentence).first).to_be_visible()

    def holds(self, label: str, text: str) -> None:
        expect(self.page.get_by_label(exactly(label))).to_have_value(text)

    def is_told_of_errors(self) -> None:
        """The summary of the errors has the focus: a screen reader reads it at once."""
        expect(self.page.get_by_role("alert")).to_be_focused()
        assert self.page.title().startswith("Erreur")

    def goes_to_the_answer(self, error: str, label: str) -> None:
        """From the summary of the errors to the answer that it is about."""
        self.reach(self.page.get_by_role("alert").get_by_role("link", name=error))
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_label(exactly(label))).to_be_focused()

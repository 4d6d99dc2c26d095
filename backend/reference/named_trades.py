"""A nomenclature as matching asks for it: codes with their kin, and the codes that a written title stands for."""

from functools import cached_property

from backend.reference.folding import fold
from backend.reference.occupations import Nomenclature, both_forms, plain


class NamedTrades:
    """Wraps a Nomenclature; titles are looked up as they are written, folded. Misspelt ones are the understanding's job."""

    def __init__(self, nomenclature: Nomenclature) -> None:
        self._known = nomenclature

    def label(self, code: str) -> str:
        return self._known.label(code)

    def parent(self, code: str) -> str | None:
        return self._known.parent(code)

    def near_codes(self, code: str) -> tuple[str, ...]:
        return self._known.near_codes(code)

    def skills(self, code: str) -> tuple[str, ...]:
        return self._known.skills(code)

    def codes(self, title: str) -> tuple[str, ...]:
        """The codes of that title, our lexicon's first; () when nobody wrote it."""
        return tuple(self._by_title.get(fold(title), ()))

    @cached_property
    def _by_title(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entry in self._known.entries.values():
            for written in (entry.label, *entry.said, *entry.may_mean):
                for form in both_forms(written):
                    found.setdefault(fold(form), []).append(entry.code)
        for title in self._known.rome.titles if self._known.rome else ():
            for form in both_forms(plain(title.text)):
                found.setdefault(fold(form), []).append(title.code)
        return {title: list(dict.fromkeys(codes)) for title, codes in found.items()}

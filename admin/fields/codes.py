"""One or several of a table of codes, read in French."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette_admin.contrib.sqla.filters import (
    InFilter,
    IsFalseFilter,
    IsNotNullFilter,
    IsNullFilter,
    IsTrueFilter,
    NotInFilter,
)
from starlette_admin.fields import EnumField

from admin.filters import Holds
from admin.words import Words

CHOOSE = "Choisissez dans la liste."
_NONE_AT_ALL = "-"


def choices(words: Words) -> list[tuple[str, str]]:
    return [(str(code), label) for code, label in words.items()]


@dataclass
class Choice(EnumField):
    """One of a table of codes. A code that the table lacks is shown as it is; one that nobody offered is refused."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.filters = self.filters or [InFilter, NotInFilter, IsNullFilter, IsNotNullFilter]

    def label_of(self, request: Request, code: Any) -> str:
        return next((str(label) for value, label in self._get_choices(request) if value == code), str(code))

    async def serialize_value(self, request: Request, value: Any) -> Any:
        return value if request.state.action.is_form() else self.label_of(request, value)

    async def validate(self, request: Request, value: Any, form_values: dict[str, Any]) -> None:
        await super().validate(request, value, form_values)
        known = {code for code, _ in self._get_choices(request)}
        given = value if self.multiple else [value]
        if any(code not in known for code in given or () if code not in (None, "")):
            raise ValueError(CHOOSE)


@dataclass
class YesNo(Choice):
    """Yes, no, or not asked yet."""

    def __post_init__(self) -> None:
        self.choices = [(True, "oui"), (False, "non")]
        self.filters = [IsTrueFilter, IsFalseFilter, IsNullFilter]
        super().__post_init__()

    async def parse_form_data(self, request: Request, form_data: FormData) -> Any:
        return {"True": True, "False": False}.get(str(form_data.get(self.id)))


@dataclass
class Several(Choice):
    """Codes of a table, kept as a list. With `nothing`, "known to be none" (an empty list) differs from "not asked"."""

    multiple: bool = True
    nothing: str = ""

    def __post_init__(self) -> None:
        if self.nothing:
            self.choices = [(_NONE_AT_ALL, self.nothing), *(self.choices or ())]
        self.filters = [Holds, IsNullFilter, IsNotNullFilter]
        super().__post_init__()

    async def serialize_value(self, request: Request, value: Any) -> Any:
        if request.state.action.is_form():
            return value or [_NONE_AT_ALL]
        return ", ".join(self.label_of(request, code) for code in value) or self.nothing

    def stored(self, request: Request, value: Any) -> list[str] | None:
        chosen = [code for code in value or () if code != _NONE_AT_ALL]
        if chosen or not self.nothing:
            return chosen
        return [] if value else None


@dataclass
class Ticked(Several):
    """A few codes, as boxes to tick."""

    form_template: str = "fields/ticked.html"
    label_template: str = "fields/no_label.html"
    select2: bool | None = False

"""Form fields in the words of the trade: choices in French, moments of the office, communes and occupations by name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette_admin.contrib.sqla.filters import (
    DateBetweenFilter,
    DateEqualFilter,
    InFilter,
    IsFalseFilter,
    IsNotNullFilter,
    IsNullFilter,
    IsTrueFilter,
    NotInFilter,
)
from starlette_admin.fields import (
    BaseField,
    DateField,
    DateTimeField,
    EnumField,
    FloatField,
    HasOne,
    IntegerField,
    StringField,
    TextAreaField,
)
from starlette_admin.helpers import html_params
from starlette_admin.types import RequestAction

from admin import occupations, phones, places
from admin.current import in_thread, now_of, session_of, signed_in
from admin.filters import Coming, Holds, MomentBetween, Past, PlaceIs
from admin.words import Words
from backend.reference.folding import fold
from backend.reference.occupations import label

CHOOSE = "Choisissez dans la liste."
NOT_WHOLE = "Écrivez un nombre entier."
NOT_A_NUMBER = "Écrivez un nombre."
NOT_AN_EMAIL = "Cette adresse e-mail n'est pas complète."
SUGGESTED = 500
_NONE_AT_ALL = "-"


@dataclass
class Moment(DateTimeField):
    """A moment, shown and typed in the office's time zone, kept aware. The browser's own picker: it has a label."""

    output_format: str | None = "EEE d MMM y 'à' HH:mm"
    class_: str = "form-control"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.filters = [MomentBetween, Past, Coming, IsNullFilter, IsNotNullFilter]

    async def parse_form_data(self, request: Request, form_data: FormData) -> datetime | None:
        parsed = await super().parse_form_data(request, form_data)
        return parsed.replace(tzinfo=UTC) if parsed else None

    async def serialize_value(self, request: Request, value: Any) -> str:
        if request.state.action == RequestAction.EXPORT:
            return f"{value.astimezone(now_of(request).tzinfo):%Y-%m-%d %H:%M}"
        if request.state.action.is_form():
            return f"{value.astimezone(now_of(request).tzinfo):%Y-%m-%dT%H:%M}"
        return await super().serialize_value(request, value)

    def additional_css_links(self, request: Request) -> list[str]:
        return []

    def additional_js_links(self, request: Request) -> list[str]:
        return []


@dataclass
class Day(DateField):
    output_format: str | None = "d MMM y"
    class_: str = "form-control"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.filters = [DateEqualFilter, DateBetweenFilter, Past, Coming, IsNullFilter, IsNotNullFilter]

    def additional_css_links(self, request: Request) -> list[str]:
        return []

    def additional_js_links(self, request: Request) -> list[str]:
        return []


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
class CommuneField(StringField):
    """An INSEE code, typed and shown as a name with its postcode."""

    form_template: str = "fields/suggested.html"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.filters = [PlaceIs, IsNullFilter, IsNotNullFilter]

    def suggestions(self, request: Request) -> Sequence[str]:
        return [places.written(commune.code) for commune in places.around(signed_in(request).commune_code)]

    async def serialize_value(self, request: Request, value: Any) -> str:
        return places.written(value)

    async def validate(self, request: Request, value: Any, form_values: dict[str, Any]) -> None:
        await super().validate(request, value, form_values)
        if value:
            places.read(value, signed_in(request).commune_code)

    def stored(self, request: Request, value: Any) -> str | None:
        return places.read(value, signed_in(request).commune_code).code if value else None


@dataclass
class OccupationField(StringField):
    """A ROME code, typed and shown as the name of the trade."""

    form_template: str = "fields/suggested.html"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.filters = [IsNullFilter, IsNotNullFilter]

    def suggestions(self, request: Request) -> Sequence[str]:
        return occupations.every_written()

    async def serialize_value(self, request: Request, value: Any) -> str:
        return occupations.written(value)

    async def validate(self, request: Request, value: Any, form_values: dict[str, Any]) -> None:
        await super().validate(request, value, form_values)
        if value:
            occupations.read(value)

    def stored(self, request: Request, value: Any) -> str | None:
        return occupations.read(value) if value else None


@dataclass
class OccupationsField(TextAreaField):
    """The occupations wanted, in order, one on each line; kept as [{"code", "label"}]."""

    rows: int = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        self.filters = []

    async def serialize_value(self, request: Request, value: Any) -> str:
        if request.state.action.is_form():
            return "\n".join(f"{want['label']} ({want['code']})" for want in value)
        return ", ".join(str(want.get("label") or occupations.written(want.get("code"))) for want in value)

    async def validate(self, request: Request, value: Any, form_values: dict[str, Any]) -> None:
        await super().validate(request, value, form_values)
        for line in _lines(value):
            occupations.read(line)

    def stored(self, request: Request, value: Any) -> list[dict[str, str]]:
        """Each code once, in the words that were typed beside it, else in ours."""
        wants = {occupations.read(line): occupations.without_code(line) for line in reversed(_lines(value))}
        return [{"code": code, "label": words or label(code)} for code, words in reversed(wants.items())]


def _lines(value: str | None) -> list[str]:
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


@dataclass
class PhoneField(StringField):
    """A telephone number, kept in E.164."""

    input_type: str = "tel"

    async def serialize_value(self, request: Request, value: Any) -> Any:
        """As people read it; exports keep E.164."""
        return value if request.state.action == RequestAction.EXPORT else phones.written(str(value or ""))

    async def validate(self, request: Request, value: Any, form_values: dict[str, Any]) -> None:
        await super().validate(request, value, form_values)
        if value:
            phones.read(value)


@dataclass
class Whole(IntegerField):
    """A whole number, or a plain refusal."""

    async def parse_form_data(self, request: Request, form_data: FormData) -> Any:
        raw = str(form_data.get(self.id) or "").strip()
        return int(raw) if re.fullmatch(r"-?\d{1,9}", raw) else raw or None

    async def validate(self, request: Request, value: Any, form_values: dict[str, Any]) -> None:
        if isinstance(value, str):
            raise ValueError(NOT_WHOLE)
        await super().validate(request, value, form_values)


@dataclass
class Decimal(FloatField):
    """A number with a comma, as it is written in French."""

    async def parse_form_data(self, request: Request, form_data: FormData) -> Any:
        raw = str(form_data.get(self.id) or "").strip().replace(",", ".")
        return float(raw) if re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", raw) else raw or None

    async def validate(self, request: Request, value: Any, form_values: dict[str, Any]) -> None:
        if isinstance(value, str):
            raise ValueError(NOT_A_NUMBER)
        await super().validate(request, value, form_values)

    async def serialize_value(self, request: Request, value: Any) -> Any:
        return f"{value:g}".replace(".", ",")


@dataclass
class Ticked(Several):
    """A few codes, as boxes to tick."""

    form_template: str = "fields/ticked.html"
    label_template: str = "fields/no_label.html"
    select2: bool | None = False


@dataclass
class Told(StringField):
    """Something kept as it suits the machine, told in a sentence; never typed."""

    tell: Callable[[Any], str] = str

    def __post_init__(self) -> None:
        super().__post_init__()
        self.exclude_from_create = self.exclude_from_edit = True
        self.filters = []

    async def serialize_value(self, request: Request, value: Any) -> str:
        return self.tell(value)


@dataclass
class Linked(HasOne):
    """A row of another table, typed and shown by its name: "Propreté de Montluçon (n° 3)"."""

    form_template: str = "fields/suggested.html"
    placeholder: str = "Tapez un nom"

    def input_params(self) -> str:
        return html_params({"placeholder": self.placeholder, "required": self.required})

    def suggestions(self, request: Request) -> Sequence[str]:
        """The latest rows that the other table shows to this adviser."""
        view: Any = self._view and self._view._find_foreign_view(self.key or "")
        rows = view.get_list_query(request).order_by(view.table.id.desc()).limit(SUGGESTED)
        return [_numbered(view.describe(row), row.id) for row in session_of(request).execute(rows).scalars()]

    def typed(self, request: Request, value: Any) -> str:
        """What the form shows for a number; what was typed, when it is not one."""
        return next((one for one in self.suggestions(request) if _number(one) == str(value)), str(value or ""))

    async def parse_form_data(self, request: Request, form_data: FormData) -> str | None:
        text = str(form_data.get(self.id) or "").strip()
        if not text or text.isdecimal() or _number(text):
            return _number(text) or text or None
        named = [one for one in await in_thread(self.suggestions, request) if fold(_unnumbered(one)) == fold(text)]
        return _number(named[0]) if len(named) == 1 else text

    async def serialize_value(self, request: Request, value: Any) -> Any:
        if request.state.action == RequestAction.EXPORT:
            return str(value)
        return await super().serialize_value(request, value)


_NUMBERED = re.compile(r" \(n° (\d+)\)$")


def _numbered(name: str, number: int) -> str:
    return f"{name} (n° {number})"


def _number(text: str) -> str | None:
    found = _NUMBERED.search(text)
    return found.group(1) if found else None


def _unnumbered(text: str) -> str:
    return _NUMBERED.sub("", text)


def email_address(request: Request, field: BaseField, value: Any, form_values: dict[str, Any]) -> None:
    """A validator: something@somewhere.something; whether it exists, only a message tells."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise ValueError(NOT_AN_EMAIL)


def choices(words: Words) -> list[tuple[str, str]]:
    return [(str(code), label) for code, label in words.items()]

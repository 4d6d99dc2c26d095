"""Communes and occupations: kept by their code, typed and shown by their name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette_admin.contrib.sqla.filters import IsNotNullFilter, IsNullFilter
from starlette_admin.fields import StringField, TextAreaField

from admin import occupations, places
from admin.current import signed_in
from admin.filters import PlaceIs
from backend.reference.occupations import label


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

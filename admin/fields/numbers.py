"""Numbers as they are written in French."""

import re
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette_admin.fields import FloatField, IntegerField

NOT_WHOLE = "Écrivez un nombre entier."
NOT_A_NUMBER = "Écrivez un nombre."


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

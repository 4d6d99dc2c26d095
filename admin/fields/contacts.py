"""Where somebody is reached: a telephone, an e-mail address."""

import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette_admin.fields import BaseField, StringField
from starlette_admin.types import RequestAction

from admin import phones

NOT_AN_EMAIL = "Cette adresse e-mail n'est pas complète."


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


def email_address(request: Request, field: BaseField, value: Any, form_values: dict[str, Any]) -> None:
    """A validator: something@somewhere.something; whether it exists, only a message tells."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise ValueError(NOT_AN_EMAIL)

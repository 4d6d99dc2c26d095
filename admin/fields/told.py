"""What is kept as it suits the machine, and only read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette_admin.fields import StringField


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

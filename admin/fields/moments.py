"""Days and moments, by the office's own clock."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette_admin.contrib.sqla.filters import DateBetweenFilter, DateEqualFilter, IsNotNullFilter, IsNullFilter
from starlette_admin.fields import DateField, DateTimeField
from starlette_admin.types import RequestAction

from admin.current import now_of
from admin.filters import Coming, MomentBetween, Past


class BrowsersPicker:
    """The browser's own picker: it has a label, and nothing to load."""

    def additional_css_links(self, request: Request) -> list[str]:
        return []

    def additional_js_links(self, request: Request) -> list[str]:
        return []


@dataclass
class Moment(BrowsersPicker, DateTimeField):
    """A moment, shown and typed in the office's time zone, kept aware."""

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


@dataclass
class Day(BrowsersPicker, DateField):
    output_format: str | None = "d MMM y"
    class_: str = "form-control"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.filters = [DateEqualFilter, DateBetweenFilter, Past, Coming, IsNullFilter, IsNotNullFilter]

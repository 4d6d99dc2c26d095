"""What a list can be narrowed by, in the words of the trade and by the request's own clock."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import String, cast, or_
from starlette_admin.contrib.sqla.filters import ContainsFilter, DateTimeBetweenFilter, InFilter
from starlette_admin.filters.base import FilterApplyContext
from starlette_admin.filters.date import DateInFutureFilter, DateInPastFilter

from admin import places
from admin.current import now_of, signed_in
from backend.database import UtcDateTime


def _column(ctx: FilterApplyContext) -> Any:
    return getattr(ctx.view.model, ctx.field_name)  # type: ignore[union-attr]


def _moment(ctx: FilterApplyContext) -> datetime | date:
    assert ctx.request is not None
    now = now_of(ctx.request)
    return now if isinstance(_column(ctx).type, UtcDateTime) else now.date()


class Past(DateInPastFilter):
    def apply(self, ctx: FilterApplyContext) -> Any:
        return _column(ctx) < _moment(ctx)


class Coming(DateInFutureFilter):
    def apply(self, ctx: FilterApplyContext) -> Any:
        return _column(ctx) > _moment(ctx)


class MomentBetween(DateTimeBetweenFilter):
    def parse_value(self, raw: Any) -> datetime:
        parsed = super().parse_value(raw)
        assert isinstance(parsed, datetime)
        return parsed.replace(tzinfo=UTC)


class Holds(InFilter):
    """A list kept as JSON holds one of these codes."""

    def apply(self, ctx: FilterApplyContext) -> Any:
        return or_(*(cast(_column(ctx), String).contains(f'"{code}"', autoescape=True) for code in ctx.value))


class PlaceIs(ContainsFilter):
    """The commune is the one typed; none when nobody knows it."""

    def apply(self, ctx: FilterApplyContext) -> Any:
        assert ctx.request is not None
        try:
            return _column(ctx) == places.read(str(ctx.value), signed_in(ctx.request).commune_code).code
        except places.UnknownPlace:
            return _column(ctx).in_(())

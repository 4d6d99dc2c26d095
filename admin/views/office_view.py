"""What every list of the console shares: an adviser sees, changes and exports the rows of their own office only."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from sqlalchemy import JSON, ColumnElement, Select, String, inspect, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.actions import ActionSelection
from starlette_admin.contrib.sqla import ModelView
from starlette_admin.exceptions import ActionFailed, FormValidationError
from starlette_admin.export.tablib import TablibExporter
from starlette_admin.fields import BaseField, RelationField, StringField
from starlette_admin.types import ListParams, RowActionsDisplayType
from starlette_admin.validators import length
from starlette_admin.widgets import PanelWidget, WidgetShorthand, normalize_widget

from admin.current import signed_in
from admin.exports import PrintedTable, SpreadsheetCsv
from admin.fields import CHOOSE

# Beyond this neither database can hold a row's number.
_LARGEST_ID = 2**63 - 1
IN_USE = "Impossible de supprimer : d'autres fiches en dépendent. Fermez-la plutôt."


class OfficeView(ModelView):
    """A table of one office. A subclass names its `table` and its fields; `belongs_to` when it has no `office_id`.

    Every field can be filtered on and shown; `first_columns` are those shown before the adviser chooses others.
    """

    table: ClassVar[type[SQLModel]]
    searched: ClassVar[Sequence[str]] = ()
    first_columns: ClassVar[Sequence[str]] = ()
    exporters = [TablibExporter("xlsx", escape_formulas=True), SpreadsheetCsv(), PrintedTable()]
    importers = []
    page_size = 25
    row_actions_display_type = RowActionsDisplayType.ICON_LIST

    def __init__(self) -> None:
        self.fields = self.all_fields()  # made for this view: a field remembers the view it was given to
        columns = inspect(self.table).columns
        plain = [field.name for field in self.fields if field.name in columns]
        self.sortable_fields = [name for name in plain if not isinstance(columns[name].type, JSON)]
        self.searchable_fields = plain
        for field in self.fields:
            if isinstance(field, StringField) and field.name in columns:
                _keep_to_length(field, columns[field.name].type)
        super().__init__(self.table)

    def all_fields(self) -> list[BaseField]:
        raise NotImplementedError

    def belongs_to(self, office_id: int) -> ColumnElement[bool]:
        """The condition that keeps a query to one office."""
        mine: ColumnElement[bool] = self.table.office_id == office_id  # type: ignore[attr-defined]
        return mine

    def describe(self, obj: Any) -> str:
        """A row in a few words: in links, pickers and messages."""
        return str(obj)

    def _parse_list_params(self, request: Request, query_params: QueryParams | None = None) -> ListParams:
        asked = super()._parse_list_params(request, query_params)
        chosen = "cols" in (query_params or request.query_params)
        return asked if chosen else replace(asked, visible_cols=list(self.first_columns))

    # Reading

    def get_list_query(self, request: Request) -> Select[Any]:
        return super().get_list_query(request).where(self.belongs_to(signed_in(request).office_id))

    def get_count_query(self, request: Request) -> Select[Any]:
        return super().get_count_query(request).where(self.belongs_to(signed_in(request).office_id))

    def get_search_query(self, request: Request, term: str) -> ColumnElement[bool]:
        return or_(*(getattr(self.table, name).icontains(term, autoescape=True) for name in self.searched))

    async def find_by_pk(self, request: Request, pk: Any) -> Any:
        return await super().find_by_pk(request, pk) if _is_id(pk) else None

    async def find_by_pks(self, request: Request, pks: list[Any]) -> Sequence[Any]:
        return await super().find_by_pks(request, [pk for pk in pks if _is_id(pk)])

    async def repr(self, obj: Any, request: Request) -> str:
        return self.describe(obj)

    async def serialize_field_value(self, value: Any, field: BaseField, request: Request) -> Any:
        """What was never filled in looks the same, whether the column keeps nothing or an empty text."""
        if value == "" and not request.state.action.is_form():
            return None
        return await super().serialize_field_value(value, field, request)

    # Writing

    async def validate_fields(self, request: Request, data: dict[str, Any], exclude: Collection[str] = ()) -> None:
        """Spaces around a text are no text: they are gone before anything is checked."""
        data.update({name: _trimmed(value) for name, value in data.items()})
        await super().validate_fields(request, data, exclude)

    async def _arrange_data(self, request: Request, data: dict[str, Any], is_edit: bool = False) -> dict[str, Any]:
        """Values as the columns keep them; a relation to a row of another office is as good as none: refused."""
        arranged = await super()._arrange_data(request, data, is_edit)
        for field in self.get_fields_list(request):
            if field.read_only:
                continue
            given = data[field.name]
            if isinstance(field, RelationField):
                if given and not arranged[field.name]:
                    raise FormValidationError({field.name: CHOOSE})
            else:
                arranged[field.name] = self._as_kept(request, field, given)
        return arranged

    def _as_kept(self, request: Request, field: BaseField, value: Any) -> Any:
        if stored := getattr(field, "stored", None):
            return stored(request, value)
        column = inspect(self.table).columns.get(field.name)
        if column is not None and isinstance(column.type, (String, AutoString)):
            return (value or None) if column.nullable else (value or "")
        return value

    async def _populate_obj(self, request: Request, obj: Any, data: dict[str, Any], is_edit: bool = False) -> Any:
        """Fields that no column keeps (a phone number, an agreement on paper) are for the view's own hooks."""
        kept = {attribute.key for attribute in inspect(self.table).attrs}
        for field in self.get_fields_list(request):
            if not field.read_only and field.name in kept:
                setattr(obj, field.name, data.get(field.name))
        return obj

    async def before_create(self, request: Request, data: dict[str, Any], obj: Any) -> None:
        if "office_id" in inspect(self.table).columns:
            obj.office_id = signed_in(request).office_id

    async def delete(self, request: Request, pks: list[Any]) -> int | None:
        try:
            return await super().delete(request, pks)
        except IntegrityError as error:
            raise ActionFailed(IN_USE) from error

    # Acting on rows: one that is not there, or not ours, is not found

    async def handle_action(self, request: Request, selection: ActionSelection, name: str) -> Response | None:
        if not selection.is_select_all and len(await selection.rows()) != len(set(await selection.pks())):
            raise HTTPException(404)
        return await super().handle_action(request, selection, name)

    async def handle_row_action(self, request: Request, pk: Any, name: str) -> Response | None:
        if await self.find_by_pk(request, pk) is None:
            raise HTTPException(404)
        return await super().handle_row_action(request, pk, name)

    def can_import(self, request: Request) -> bool:
        return False


class ReadOnlyView(OfficeView):
    """Rows that the service writes: looked at and exported, never typed."""

    def can_create(self, request: Request) -> bool:
        return False

    def can_edit(self, request: Request) -> bool:
        return False

    def can_delete(self, request: Request) -> bool:
        return False


def panel(title: str, *rows: WidgetShorthand) -> PanelWidget:
    """A titled part of a form; a row is a field's name, or several side by side."""
    return PanelWidget(title, children=[normalize_widget(row) for row in rows])


def _trimmed(value: Any) -> Any:
    """A browser sends line ends of its own; they are made those of the row."""
    return value.replace("\x00", "").replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _is_id(pk: Any) -> bool:
    return str(pk).isdecimal() and str(pk).isascii() and int(pk) <= _LARGEST_ID


def _keep_to_length(field: StringField, kind: Any) -> None:
    most = getattr(kind, "length", None)
    if most and type(field).__name__ in ("StringField", "EmailField", "TextAreaField"):
        field.maxlength = most
        field.validators = [*field.validators, length(max=most)]

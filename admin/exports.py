"""What lists are exported as: a file that French spreadsheets open as it is, and a printable table."""

from html import escape
from typing import Any

from starlette_admin.export import CsvExporter, PdfExporter
from starlette_admin.fields import BaseField

Row = dict[str, Any]


class SpreadsheetCsv(CsvExporter):
    """Semicolons and a byte-order mark, as a French Excel wants; cells that look like formulas are defused."""

    def __init__(self) -> None:
        super().__init__(escape_formulas=True, delimiter=";")

    async def generate(self, fields: list[BaseField], rows: list[Row]) -> bytes:
        filled = [{name: "" if value is None else value for name, value in row.items()} for row in rows]
        return b"\xef\xbb\xbf" + await super().generate(fields, filled)


class PrintedTable(PdfExporter):
    """reportlab reads cells as markup: what people wrote is escaped first."""

    async def generate(self, fields: list[BaseField], rows: list[Row]) -> bytes:
        return await super().generate(fields, [{name: _escaped(value) for name, value in row.items()} for row in rows])


def _escaped(value: object) -> object:
    return escape(value, quote=False) if isinstance(value, str) else value

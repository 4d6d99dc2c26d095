"""How full the sessions are, and who did not come: by kind and by month, what each figure means, and a file of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from babel.dates import format_date
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.export import BaseExporter
from starlette_admin.export.tablib import TablibExporter
from starlette_admin.fields import BaseField, IntegerField, StringField
from starlette_admin.routing import route

from admin import words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.exports import PrintedTable, SpreadsheetCsv
from admin.page import Page
from admin.told import percent
from backend.agenda.figures import COUNTS, Figures, by_kind_and_month, to_close, together
from backend.agenda.wording import say_moment

MONTHS_SHOWN = 12
COLUMNS = {
    "kind": "Nature", "month": "Mois", "sessions": "Séances", "seats": "Places", "booked": "Inscrits",
    "present": "Présents", "absent": "Absents", "excused": "Excusés", "fill_rate": "Remplissage",
    "no_show_rate": "Absents sans prévenir",
}  # fmt: skip
MEANINGS = (
    ("Remplissage", "les personnes inscrites, sur les places des séances fermées."),
    ("Absents sans prévenir", "les personnes notées absentes, sur les personnes inscrites. Une personne excusée n'y "
     "compte pas."),
    ("Séances fermées", "celles où chaque personne a été notée présente, absente ou excusée. Les autres ne comptent "
     "pas encore."),
)  # fmt: skip
EXPORTERS: dict[str, BaseExporter] = {
    "csv": SpreadsheetCsv(), "xlsx": TablibExporter("xlsx", escape_formulas=True), "pdf": PrintedTable(),
}  # fmt: skip


class FiguresPage(Page):
    menu_label = "Chiffres de l'agenda"
    group = "Agenda"
    icon = "fa fa-chart-column"
    path = "/chiffres-agenda"
    template = "pages/figures.html"

    @route("", name="figures")
    async def index(self, request: Request) -> Response:
        return self.render(request, await in_thread(_page, request, session_of(request)))

    @route("/export.{form}", name="figures_export")
    async def export(self, request: Request) -> Response:
        """The same lines, as csv, xlsx or pdf."""
        exporter = EXPORTERS.get(request.path_params["form"])
        if exporter is None:
            raise HTTPException(404)
        figures = await in_thread(_figures, session_of(request), signed_in(request).office_id, now_of(request))
        fields: list[BaseField] = [
            (IntegerField if name in COUNTS else StringField)(name, label=label) for name, label in COLUMNS.items()
        ]
        file = await exporter.generate(fields, [_row(one) for one in figures])
        name = f"chiffres-agenda-{now_of(request):%Y-%m-%d}.{exporter.extension}"
        return Response(
            file, media_type=exporter.content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )


def _figures(session: Session, office_id: int, now: datetime) -> list[Figures]:
    """Of the last twelve months, the present one included."""
    months = now.year * 12 + now.month - MONTHS_SHOWN  # counted from year 0, January being 0
    since = now.replace(
        year=months // 12, month=months % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0, fold=0
    )
    return by_kind_and_month(session, office_id, since, now)


def _page(request: Request, session: Session) -> dict[str, Any]:
    office_id, now = signed_in(request).office_id, now_of(request)
    figures = _figures(session, office_id, now)
    kinds = dict.fromkeys(one.kind for one in figures)
    return {
        "columns": [label for name, label in COLUMNS.items() if name != "kind"],
        "tables": [_table(kind, figures) for kind in sorted(kinds, key=list(words.SESSION_KIND).index)],
        "meanings": MEANINGS,
        "exports": EXPORTERS,
        "to_close": [(one.id, say_moment(one.starts_at.astimezone(now.tzinfo)))
                     for one in to_close(session, office_id, now)],
    }  # fmt: skip


def _table(kind: str, figures: Iterable[Figures]) -> tuple[str, list[dict[str, Any]], dict[str, Any]]:
    """Its name, a line for each month, the latest first, and all of them together."""
    mine = [one for one in figures if one.kind == kind]
    return words.SESSION_KIND[kind], [_row(one) for one in reversed(mine)], _row(together(mine, kind))


def _row(one: Figures) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in COLUMNS}
    month = format_date(one.month, "MMMM y", locale="fr") if one.month else "ensemble"
    return values | {
        "kind": words.SESSION_KIND.get(one.kind, one.kind), "month": month, "fill_rate": _percent(one.fill_rate),
        "no_show_rate": _percent(one.no_show_rate),
    }  # fmt: skip


def _percent(rate: float | None) -> str:
    """A rate of nothing is no rate."""
    return "" if rate is None else percent(rate)

"""The private addresses of the calendars: read by telephones and by other calendars, so without signing in."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response
from sqlalchemy import Engine

from backend.agenda.calendars import read_calendar
from backend.database import reading

HEADERS = {"Cache-Control": "private, max-age=300", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def calendar_routes(engine: Engine, zone: str, now: Callable[[], datetime]) -> APIRouter:
    """GET /agenda/TOKEN.ics; 404 for an address that is not there, or was revoked."""
    router = APIRouter()

    @router.get("/agenda/{token}.ics")
    def calendar(token: str) -> Response:
        with reading(engine) as session:
            file = read_calendar(session, token, ZoneInfo(zone), now())
        if file is None:
            return Response(status_code=404)
        return Response(file, media_type="text/calendar; charset=utf-8", headers=HEADERS)

    return router

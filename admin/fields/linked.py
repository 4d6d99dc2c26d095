"""A row of another table, by its name and its number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette_admin.fields import HasOne
from starlette_admin.helpers import html_params
from starlette_admin.types import RequestAction

from admin.current import in_thread, session_of
from backend.reference.folding import fold

SUGGESTED = 500


@dataclass
class Linked(HasOne):
    """A row of another table, typed and shown by its name: "Propreté de Montluçon (n° 3)"."""

    form_template: str = "fields/suggested.html"
    placeholder: str = "Tapez un nom"

    def input_params(self) -> str:
        return html_params({"placeholder": self.placeholder, "required": self.required})

    def suggestions(self, request: Request) -> Sequence[str]:
        """The latest rows that the other table shows to this adviser."""
        view: Any = self._view and self._view._find_foreign_view(self.key or "")
        rows = view.get_list_query(request).order_by(view.table.id.desc()).limit(SUGGESTED)
        return [_numbered(view.describe(row), row.id) for row in session_of(request).execute(rows).scalars()]

    def typed(self, request: Request, value: Any) -> str:
        """What the form shows for a number; what was typed, when it is not one."""
        return next((one for one in self.suggestions(request) if _number(one) == str(value)), str(value or ""))

    async def parse_form_data(self, request: Request, form_data: FormData) -> str | None:
        text = str(form_data.get(self.id) or "").strip()
        if not text or text.isdecimal() or _number(text):
            return _number(text) or text or None
        named = [one for one in await in_thread(self.suggestions, request) if fold(_unnumbered(one)) == fold(text)]
        return _number(named[0]) if len(named) == 1 else text

    async def serialize_value(self, request: Request, value: Any) -> Any:
        if request.state.action == RequestAction.EXPORT:
            return str(value)
        return await super().serialize_value(request, value)


_NUMBERED = re.compile(r" \(n° (\d+)\)$")


def _numbered(name: str, number: int) -> str:
    return f"{name} (n° {number})"


def _number(text: str) -> str | None:
    found = _NUMBERED.search(text)
    return found.group(1) if found else None


def _unnumbered(text: str) -> str:
    return _NUMBERED.sub("", text)

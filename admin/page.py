"""What our own pages share: a template that stands in the console's layout, and the way back after a posted form."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.flash import get_flashed_messages
from starlette_admin.views import CustomView


class Page(CustomView):
    """One page: one file and its template in templates/pages."""

    template: str
    # The group of the menu it stands in (views/__init__.py); "" for the top.
    group: str = ""

    def render(self, request: Request, context: dict[str, Any], template: str = "") -> Response:
        assert self.templates is not None, "mounted before use"
        shown = {"title": self.title(request), "flashed_messages": get_flashed_messages(request), **context}
        return self.templates.TemplateResponse(request=request, name=template or self.template, context=shown)

    def is_active(self, request: Request) -> bool:
        here = request.scope["path"].removeprefix(request.scope["root_path"]).rstrip("/")
        return bool(here == self.path.rstrip("/") or (self.path != "/" and here.startswith(f"{self.path}/")))


def see(request: Request, route: str, *, query: dict[str, Any] | None = None, **path: Any) -> Response:
    """After a posted form: look at that page (303)."""
    return RedirectResponse(request.url_for(route, **path).include_query_params(**(query or {})), status_code=303)

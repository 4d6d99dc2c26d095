"""What every answer of the console carries, so that a browser keeps nothing and fetches nothing from elsewhere."""

import re

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

# The library's pages have scripts and styles inside them.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
NO_SUCH_PAGE = "Cette page n'existe pas."
# No row has a number of nineteen digits, and SQLite cannot even look for one.
_NO_ROW = re.compile(r"/\d{19,}(?:/|$)")
STALE_FORM = "Cette page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la et recommencez."


class ConsoleHeaders(BaseHTTPMiddleware):
    """Pages hold people's data: they are not kept. The library's refusal of a form without its token is in French."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        if _NO_ROW.search(request.url.path):
            return PlainTextResponse(NO_SUCH_PAGE, status_code=404, headers=HEADERS)
        response = await call_next(request)
        if response.status_code == 403 and response.headers.get("content-type", "").startswith("text/plain"):
            response = PlainTextResponse(STALE_FORM, status_code=403)
        response.headers.update(HEADERS)
        if "/static/" not in request.url.path:
            response.headers["Cache-Control"] = "no-store"
        return response

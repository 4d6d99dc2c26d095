"""What a new session's form is filled in with: what the office chose on its page of settings."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from admin.current import in_thread, session_of, signed_in
from backend.agenda.rules import rules_of


def by_rule(name: str) -> Callable[[Request], Awaitable[int]]:
    """The default of a field: that number of the office's agenda (backend.agenda.rules.RULES)."""

    async def chosen(request: Request) -> int:
        rules = await in_thread(rules_of, session_of(request), signed_in(request).office_id)
        return int(getattr(rules, name))

    return chosen

"""The office's console, on starlette-admin: its lists and forms, our own pages, in French, at /console."""

from pathlib import Path

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette_admin.base import BaseAdmin
from starlette_admin.export import ExportConfig
from starlette_admin.i18n import I18nConfig, TimezoneConfig
from starlette_admin.theme import DefaultTheme, TablerSettings
from starlette_admin.views import DropDown

from admin.auth import AdviserLogin
from admin.headers import ConsoleHeaders
from admin.pages import HOME, PAGES
from admin.rules import BY_DEFAULT, Rules
from admin.transactions import OneTransaction
from admin.views import GROUPS
from admin.words import reword_library
from backend.ports import Clock

HERE = Path(__file__).parent
PATH = "/console"
TITLE = "mission Emploi"
# A working day: whoever forgets to sign out is signed out by the next morning.
SIGNED_IN_FOR_S = 12 * 3600
EXPORTED_ROWS = 20_000


def mount_console(
    app: Starlette, engine: Engine, clock: Clock, secret_key: str, timezone: str, https: bool, demo: bool,
    rules: Rules = BY_DEFAULT,
) -> None:  # fmt: skip
    """Put the console at /console. `https` keeps the session's cookie off plain http; `demo` says so on each page."""
    console = BaseAdmin(
        title=TITLE, base_url=PATH, route_name="console", secret_key=secret_key,
        templates_dir=str(HERE / "templates"), static_dir=str(HERE / "static"),
        index_view=HOME(), auth_provider=AdviserLogin(engine), export_config=ExportConfig(max_rows=EXPORTED_ROWS),
        theme=DefaultTheme(TablerSettings(base="slate", primary="blue", radius=1)),
        i18n_config=I18nConfig(default_locale="fr", language_cookie_name=None, language_header_name=None),
        timezone_config=TimezoneConfig(
            default_timezone=timezone, timezone_cookie_name=None, use_user_locale_timezone=False
        ),
        middlewares=[
            Middleware(ConsoleHeaders),
            Middleware(OneTransaction, engine=engine, clock=clock, rules=rules),
            Middleware(
                SessionMiddleware, secret_key=secret_key, session_cookie="mission_session", path=PATH,
                max_age=SIGNED_IN_FOR_S, same_site="lax", https_only=https,
            ),
        ],
    )  # fmt: skip
    reword_library()  # after the library has put its own catalogue in place
    console.templates.env.globals["demo"] = demo
    console.templates.env.auto_reload = False  # a list includes a thousand templates: their files do not change
    for page in PAGES:
        if page is not HOME and not page.group:
            console.add_view(page())
    for label, views in GROUPS:
        pages = [page() for page in PAGES if page.group == label]
        console.add_view(DropDown(label, [*(view() for view in views), *pages]))
    console.mount_to(app)

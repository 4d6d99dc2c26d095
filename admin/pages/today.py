"""What waits for the advisers this morning."""

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from admin.page import Page


class TodayPage(Page):
    menu_label = "Aujourd'hui"
    icon = "fa fa-sun"
    path = "/"
    route_name = "index"
    template = "pages/today.html"

    @route("")
    async def index(self, request: Request) -> Response:
        return self.render(request, {})

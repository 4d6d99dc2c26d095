"""exposure: how evenly proposals are shared, printed."""

from rich.table import Table

from backend.commands.told import office_id, out
from backend.database import connect, reading
from backend.insights.exposure import WEEKS, Share, exposure
from backend.ports import SystemClock
from backend.settings import read_settings


def print_exposure(office: str) -> None:
    """The whole office first, then the groups of those who agreed to statistics; small groups masked."""
    settings = read_settings()
    with reading(connect(settings.database_url)) as session:
        found = exposure(session, office_id(session, office), SystemClock(settings.timezone).now())
    table = Table("group", "people", "proposals each", "without", "Gini", title=f"Proposals of the last {WEEKS} weeks")
    table.add_row("everyone", *_cells(found.everyone))
    for group in found.groups:
        table.add_row(f"{group.question}: {group.label}", *(_cells(group.share) if group.share else ["masked"]))
    out.print(table)


def _cells(share: Share) -> list[str]:
    return [str(share.people), f"{share.mean:.2f}", f"{share.without:.0%}", f"{share.gini:.3f}"]

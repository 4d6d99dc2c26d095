"""Invented people and offers for the benchmarks: where French people live, wanting what the lexicon names."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from backend.matching.values import Experience, Mode, Need, Offer, Person, Position, Skill
from backend.reference.communes import every_commune
from backend.reference.occupations import default

TODAY = date(2026, 11, 23)
_CONTRACTS = (
    None,
    frozenset({"CDI"}),
    frozenset({"CDI", "CDD"}),
    frozenset({"CDD", "MIS"}),
    frozenset({"CDI", "CDD", "MIS"}),
)
_LICENCES = (
    None, frozenset[str](), frozenset({"permis-B"}), frozenset({"permis-B"}), frozenset({"permis-B", "caces-R489-3"}),
    frozenset({"permis-B", "permis-C", "fimo"}), frozenset({"caces-R489-1A", "caces-R489-3", "caces-R489-5"}),
)  # fmt: skip
_SKILLS = (None, None, ("Excel",), ("Excel", "Word"), ("anglais",), ("cuisine",), ("couture", "repassage"))
_MODES = (
    (Mode.CAR,),
    (Mode.CAR,),
    (Mode.CAR, Mode.WALK),
    (Mode.BICYCLE,),
    (Mode.MOPED,),
    (Mode.WALK, Mode.BUS),
    (Mode.BUS,),
)


class Country:
    """One throw of the dice for a whole country: the same seed gives the same people and offers."""

    def __init__(self, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        communes = list(every_commune())
        self._points: list[Position] = [(each.latitude, each.longitude) for each in communes]
        self._people = list(accumulate(each.population for each in communes))
        self._codes = default().codes()
        self._dice.shuffle(self._codes)
        self._wanted = list(accumulate(1 / (rank + 10) for rank in range(len(self._codes))))

    def people(self, count: int) -> Iterator[Person]:
        """People with a place, a limit and a trade, as the first eight questions leave them; the rest often unknown."""
        return (self._person(number) for number in range(count))

    def offers(self, count: int) -> list[Offer]:
        """Offers where people live, in the trades that people want."""
        return [self._offer(number) for number in range(count)]

    def _person(self, number: int) -> Person:
        pick, dice = self._dice.choice, self._dice
        wants = tuple(dict.fromkeys(self._trade() for _ in range(pick((1, 1, 2)))))
        return Person(
            id=f"p{number}",
            wants=wants,
            position=self._place(),
            modes=pick(_MODES),
            max_minutes=pick((15, 20, 30, 30, 45, 60)),
            licences=pick(_LICENCES),
            skills=pick(_SKILLS),
            experience=pick(
                (
                    None,
                    (),
                    (Experience(wants[0], dice.randrange(25)),),
                    (Experience(self._trade(), dice.randrange(25)),),
                )
            ),
            contracts=pick(_CONTRACTS),
            nights=pick((None, True, False)),
            weekends=pick((None, True, False)),
            part_time=pick((None, True, False)),
            available_from=pick((None, TODAY, TODAY + timedelta(days=dice.randrange(60)))),
            weeks_waiting=dice.randrange(12),
        )

    def _offer(self, number: int) -> Offer:
        pick, dice, code = self._dice.choice, self._dice, self._trade()
        return Offer(
            id=f"o{number}",
            code=code,
            titles=(default().label(code),),
            position=self._place(),
            contract=pick(("CDI", "CDI", "CDD", "MIS")),
            part_time=pick((None, True, False)),
            nights=pick((None, None, True)),
            weekends=pick((None, True)),
            needs=pick(((), (), (Need("permis-B", True),), (Need("permis-B", False, "", "texte"),))),
            skills=pick(((), (), (Skill("Excel"),))),
            experience_months=pick((0, None, 12, dice.randrange(1, 60))),
        )

    def _place(self) -> Position:
        return self._dice.choices(self._points, cum_weights=self._people)[0]

    def _trade(self) -> str:
        return self._dice.choices(self._codes, cum_weights=self._wanted)[0]

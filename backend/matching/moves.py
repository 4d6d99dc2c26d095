"""Trades that people of a small town go between without a new diploma, as an employment office sees it.

Ours, and short: ROME's own mobility links come on top of it once an office has imported the archive. Parent codes only.
"""

from collections import defaultdict
from collections.abc import Mapping

_GROUPS = (
    "K1304 K1302 J1501 J1301",  # care at home and in homes for the old
    "K1303 K1304",  # children at home
    "K2204 G1501 K1304 J1301 H3302",  # cleaning: offices, hotels, homes, hospitals
    "K2204 K2303 A1202",  # cleaning outdoors
    "N1101 N1103 N1105 N1104 N1102",  # warehouse
    "N1103 N1105 D1507 H3302",  # picking, shelves, packing
    "N4105 N4104 N4102 N1103 J1305",  # light vehicles
    "N4105 N4101 N4103",  # lorries and coaches
    "F1302 F1702 F1705 A1101 N4101",  # machines
    "F1703 F1608 F1704 F1701 F1702 F1705 F1611 F1610",  # shell of the building
    "F1601 F1604 F1606 F1609 F1608 F1607",  # finishings
    "F1602 F1603 I1308 I1309 H2602 F1605",  # electricity, plumbing, heating
    "G1602 G1603 G1605 D1103 D1102 D1104",  # kitchens
    "G1803 G1801 G1603 G1703 D1106",  # service at table and at the counter
    "D1106 D1505 D1507 D1211 D1212 D1214 D1401",  # shops
    "M1607 M1608 M1601 M1602 M1606 M1609 M1605 M1203",  # offices
    "H2102 H3302 H2909 H3301 H2101 N1105",  # factories, without a trade
    "H2913 H2902 H2911 H2914 H2903 H2905 H2906",  # metal
    "I1604 I1603 I1606 I1607 I1310",  # repair of vehicles and machines
    "I1309 I1310 I1304 H2602",  # maintenance
    "A1203 A1202 A1201 A1205 A1414 A1405",  # gardens and woods
    "A1401 A1402 A1403 A1416 A1407 A1101 A1405 A1414",  # farms
    "K2503 K2501 K2502 K2204",  # guarding
    "K1207 K1202 G1202 G1203 K1303 K2104",  # children and groups
)


def moves() -> Mapping[str, frozenset[str]]:
    """Code → the codes one goes to from there."""
    near: dict[str, set[str]] = defaultdict(set)
    for group in _GROUPS:
        codes = group.split()
        for code in codes:
            near[code].update(other for other in codes if other != code)
    return {code: frozenset(others) for code, others in near.items()}

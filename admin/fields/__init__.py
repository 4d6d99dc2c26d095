"""Form fields in the words of the trade: what the forms and lists of the console are made of.

The room's public door: a view names here the fields it needs; each file holds one kind of them.
"""

from admin.fields.codes import CHOOSE, Choice, Several, Ticked, YesNo, choices
from admin.fields.contacts import PhoneField, email_address
from admin.fields.linked import Linked
from admin.fields.moments import Day, Moment
from admin.fields.numbers import Decimal, Whole
from admin.fields.reference import CommuneField, OccupationField, OccupationsField
from admin.fields.told import Told

__all__ = [
    "CHOOSE",
    "Choice",
    "CommuneField",
    "Day",
    "Decimal",
    "Linked",
    "Moment",
    "OccupationField",
    "OccupationsField",
    "PhoneField",
    "Several",
    "Ticked",
    "Told",
    "Whole",
    "YesNo",
    "choices",
    "email_address",
]

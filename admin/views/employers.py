"""Employers that the office visits."""

from typing import Any

from starlette_admin.fields import BaseField, IntegerField, StringField, TextAreaField
from starlette_admin.validators import email

from admin.fields import CommuneField, PhoneField
from admin.views.office_view import OfficeView
from backend.offers.tables import Employer


class EmployerView(OfficeView):
    table = Employer
    key = "employeurs"
    menu_label = "Employeurs"
    display_name = "un employeur"
    icon = "fa fa-industry"
    searched = ("name", "contact_name", "email")
    fields_default_sort = ["name"]

    def all_fields(self) -> list[BaseField]:
        hidden: dict[str, Any] = {"exclude_from_list": True}
        return [
            IntegerField("id", label="N°", **hidden),
            StringField("name", label="Nom", required=True),
            CommuneField("commune_code", label="Commune", help_text="Le nom, ou le code postal."),
            StringField("contact_name", label="Personne à joindre"),
            StringField("email", label="Adresse e-mail", input_type="email", validators=[email()]),
            PhoneField("phone", label="Téléphone", maxlength=20),
            TextAreaField("notes", label="Notes", rows=4, **hidden),
        ]

"""Employers that the office visits."""

from starlette_admin.fields import BaseField, IntegerField, StringField, TextAreaField

from admin.fields import CommuneField, PhoneField, email_address
from admin.views.office_view import OfficeView
from backend.offers.tables import Employer


class EmployerView(OfficeView):
    table = Employer
    key = "employeurs"
    menu_label = "Employeurs"
    display_name = "un employeur"
    icon = "fa fa-industry"
    first_columns = ("name", "commune_code", "contact_name", "email", "phone")
    searched = ("name", "contact_name", "email")
    fields_default_sort = ["name"]

    def all_fields(self) -> list[BaseField]:
        return [
            IntegerField("id", label="N°"),
            StringField("name", label="Nom", required=True),
            CommuneField("commune_code", label="Commune", help_text="Le nom, ou le code postal."),
            StringField("contact_name", label="Personne à joindre"),
            StringField("email", label="Adresse e-mail", input_type="email", validators=[email_address]),
            PhoneField("phone", label="Téléphone", maxlength=20),
            TextAreaField("notes", label="Notes", rows=4),
        ]

"""Telephone numbers as advisers type them."""

import phonenumbers

# Numbers that the regulator keeps for fiction: demonstrations use them, and no library takes them for real ones.
_FICTION = "+3363998"


class NotAPhone(ValueError):
    """This is not a telephone number; the message says so in French."""


def read(text: str) -> str:
    """ "06 39 98 01 02" → "+33639980102" (E.164). Raises NotAPhone."""
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException as error:
        raise NotAPhone(f"« {text} » n'est pas un numéro de téléphone.") from error
    written_e164 = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if not phonenumbers.is_valid_number(number) and not written_e164.startswith(_FICTION):
        raise NotAPhone(f"« {text} » n'est pas un numéro de téléphone.")
    return written_e164


def written(address: str) -> str:
    """ "+33639980102" → "06 39 98 01 02"; anything else as it is."""
    try:
        number = phonenumbers.parse(address)
    except phonenumbers.NumberParseException:
        return address
    form = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, form.NATIONAL if number.country_code == 33 else form.INTERNATIONAL))

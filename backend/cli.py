"""`mission-emploi …`: how each command is typed. Every refusal names what is wrong and what to do.

A command imports what it needs when it is asked for: `understand` answers without loading the web service.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The assistant and the console of a mission Emploi.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
office_app = typer.Typer(help="Offices, and the lines people write to.", no_args_is_help=True)
user_app = typer.Typer(help="Accounts of the advisers.", no_args_is_help=True)
app.add_typer(office_app, name="office")
app.add_typer(user_app, name="user")

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network")]
Port = Annotated[int, typer.Option(help="Port to listen on", min=1, max=65535)]
OfficeCode = Annotated[str, typer.Option(help="The office's code; may be left out when there is only one")]
Rome = Annotated[Path | None, typer.Option(help="The official ROME archive (folder or zip), or what import-rome wrote")]


def main() -> None:
    """The entry point: what an engineer can mend is one line, without a traceback."""
    try:
        app()
    except Exception as error:
        _tell(error)
        raise


def _tell(error: Exception) -> None:
    """Ends with one line when it is for an engineer to mend. What names these errors is loaded only here."""
    from sqlalchemy.exc import OperationalError

    from backend.commands.told import fail
    from backend.settings import SettingsError

    if isinstance(error, SettingsError):
        fail(str(error))
    if isinstance(error, OperationalError):
        fail(f"the database does not answer (MISSION_DATABASE_URL): {error.orig}")


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the webhooks and the console, on the database of MISSION_DATABASE_URL."""
    from backend.commands import serving

    serving.serve(host, port)


@app.command()
def demo(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve a demonstration office, with a phone in the browser. Started again, it keeps its data."""
    from backend.commands import serving

    serving.demo(host, port)


@app.command()
def talk(
    transcript: Annotated[
        Path | None, typer.Option(help="Write the talk there, as tests/transcripts/ holds them")
    ] = None,
) -> None:
    """Talk to the assistant in this terminal, with a small office that is forgotten afterwards."""
    from backend.commands.told import fail, out
    from backend.talk import in_terminal

    if transcript and not transcript.absolute().parent.is_dir():
        fail(f"{transcript}: there is no such folder to write in")

    in_terminal(transcript, out)


@app.command()
def migrate() -> None:
    """Bring the database to the present schema."""
    from backend.commands import keeping

    keeping.migrate()


@app.command("import-offers")
def import_offers(
    file: Path,
    office: OfficeCode = "",
    match: Annotated[bool, typer.Option(help="Suggest the office's candidates for the open offers")] = True,
) -> None:
    """Bring in a file of offers in France Travail's JSON (v2). Importing it again changes nothing."""
    from backend.commands import keeping

    keeping.import_offers(file, office, match)


@app.command("import-rome")
def import_rome(source: str) -> None:
    """Load the official ROME 4.0 archive (a folder, a zip, or the address of one): titles, mobility, skills."""
    from backend.commands import keeping

    keeping.import_rome(source)


@office_app.command("add")
def add_office(
    code: Annotated[str, typer.Argument(help="A short word for commands: bourges")],
    name: Annotated[str, typer.Argument(help="As people read it: 'mission Emploi de Bourges'")],
    commune: Annotated[str, typer.Option(help="INSEE code of the office's town")],
    address: Annotated[str, typer.Option(help="Where workshops are, as people are told")] = "",
    phone: Annotated[str, typer.Option(help="The number people are told to call")] = "",
) -> None:
    """Make an office. The first one takes the channels' lines by itself."""
    from backend.commands import keeping

    keeping.add_office(code, name, commune, address, phone)


@office_app.command("line")
def add_line(
    code: Annotated[str, typer.Argument(help="The office's code")],
    channel: Annotated[str, typer.Argument(help="sms or telegram")],
    address: Annotated[str, typer.Argument(help="+33939980000, or the bot's own id (what its token begins with)")],
) -> None:
    """Tell which office a number or a bot belongs to."""
    from backend.commands import keeping

    keeping.add_line(code, channel, address)


@user_app.command("add")
def add_user(
    email: str,
    name: Annotated[str, typer.Option(help="As colleagues read it")] = "",
    office: OfficeCode = "",
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """Make an adviser's account."""
    from backend.commands import keeping

    keeping.add_user(email, name, office, password)


class Kind(StrEnum):
    WHEN = "when"
    WHERE = "where"
    WORK = "work"
    SENTENCE = "sentence"


@app.command()
def understand(kind: Kind, rome: Rome = None) -> None:
    """Read texted French: one JSON line on standard input, one JSON line out, in order."""
    from backend.commands import lines

    lines.understand(kind.value, rome)


@app.command()
def rank(
    offers: Annotated[Path, typer.Option(help="One offer per line, France Travail's v2 shape")],
    people: Annotated[Path, typer.Option(help="One person per line")],
    top: Annotated[int, typer.Option(help="How many of the best to write")] = 50,
    rome: Rome = None,
) -> None:
    """Rank people for offers: one JSON line out per offer, with the reasons."""
    from backend.commands import lines

    lines.rank(offers, people, top, rome)


@app.command()
def exposure(office: OfficeCode = "") -> None:
    """How evenly proposals are shared, with their Gini; by group for those who agreed to statistics."""
    from backend.commands import figures

    figures.print_exposure(office)


@app.command("read-offer")
def read_offer() -> None:
    """What an offer's text asks for: {"text"} in, {"needs": [{"code", "must", "words"}]} out, a line each."""
    from backend.commands import lines

    lines.read_offer()


@app.command("check-offer")
def check_offer() -> None:
    """What may not stand in an offer: {"text"} in, {"marks": [{"criterion", "words", …}]} out, a line each."""
    from backend.commands import lines

    lines.check_offer()


@app.command()
def explain(
    offer: Annotated[int, typer.Argument(help="The offer's number, as its page in the console shows it")],
    person: Annotated[int, typer.Argument(help="The candidate's number, likewise")],
) -> None:
    """Print why a stored candidate suits a stored offer, or not."""
    from backend.commands import lines

    lines.explain(offer, person)


if __name__ == "__main__":
    main()

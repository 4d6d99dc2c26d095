"""What an engineer types, and what they read back. Each refusal names what is wrong; nothing ends in a traceback."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from backend.cli import app
from backend.database import connect, reading
from backend.network.tables import Adviser, Office
from backend.offers.tables import Offer
from backend.settings import PREFIX, Settings, SettingsError, read_settings

SECRET = "s" * 40
TWILIO = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_FROM": "+33939980000"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to work in, with no setting of this machine."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, stdin: str = "", **settings: str) -> tuple[int, str]:
    """The exit status, and all that was said."""
    done = CliRunner().invoke(app, list(words), input=stdin, env={PREFIX + k: v for k, v in settings.items()})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_a_missing_secret_key_is_named(place: Path) -> None:
    with pytest.raises(SettingsError, match="MISSION_SECRET_KEY is not set"):
        run("serve")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SECRET_KEY": "short"}, "MISSION_SECRET_KEY is too short"),
        ({"TIMEZONE": "Mars/Olympus"}, "MISSION_TIMEZONE"),
        ({"PUBLIC_URL": "mission.example"}, "MISSION_PUBLIC_URL"),
        ({"PUBLIC_URL": "https://mission.example:99999"}, "MISSION_PUBLIC_URL: Port"),
        ({"TELEGRAM_TOKEN": "mission_emploi_bot"}, "MISSION_TELEGRAM_TOKEN: not a token as @BotFather gives it"),
        ({"TELEGRAM_SECRET": "un secret à nous"}, "MISSION_TELEGRAM_SECRET: 1 to 256 letters"),
        ({**TWILIO, "TWILIO_FROM": ""}, "MISSION_TWILIO_FROM"),
        ({**TWILIO, "TWILIO_AUTH_TOKEN": ""}, "MISSION_TWILIO_AUTH_TOKEN"),
        ({**TWILIO, "TWILIO_FROM": "09 39 98 00 00"}, "MISSION_TWILIO_FROM: .* such as \\+33939980000"),
        ({"DATABASE_URL": "mission.db"}, "MISSION_DATABASE_URL: not an address such as sqlite"),
        ({"DATABASE_URL": "postgresql://u:p@host:port/mission"}, "MISSION_DATABASE_URL"),
        ({"DATABASE_URL": "mysql://u:p@host/mission"}, "MISSION_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_named(place: Path, settings: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        run("serve", **settings)


@pytest.mark.parametrize("settings", [{"TELEGRAM_TOKEN": "700:a secret"}, {"TELEGRAM_SECRET": "our a secret"}])
def test_a_secret_that_is_refused_is_not_repeated(place: Path, settings: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as refused:
        run("serve", **settings)
    assert "a secret" not in str(refused.value)


BOT = {"telegram_token": "700000001:" + "A" * 35}
# (settings, whether Telegram is asked to post to us rather than asked for its updates)
WAYS_IN = [
    ({}, False),
    ({"public_url": "https://mission.example"}, False),
    ({"telegram_secret": "ours"}, False),
    ({"public_url": "http://mission.example", "telegram_secret": "ours"}, False),
    ({"public_url": "https://mission.example:8000", "telegram_secret": "ours"}, False),
    ({"public_url": "https://mission.example:8443", "telegram_secret": "ours"}, True),
    ({"public_url": "https://mission.example", "telegram_secret": "ours"}, True),
]


@pytest.mark.parametrize(("settings", "posts"), WAYS_IN)
def test_telegram_posts_to_a_public_https_address_with_a_secret(
    place: Path, settings: dict[str, str], posts: bool
) -> None:
    assert read_settings(_env_file=None, **BOT, **settings).telegram_posts is posts


def test_a_channel_without_its_settings_is_off(place: Path) -> None:
    settings = read_settings(_env_file=None)
    assert (settings.sms_on, settings.telegram_on, settings.demo) == (False, False, False)


def test_a_busy_port_says_so(place: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = run("serve", "--port", str(port), SECRET_KEY=SECRET)
    assert status == 2 and f"port {port} is busy" in said


def test_no_traceback_reaches_the_engineer(place: Path) -> None:
    """The real program, from outside."""
    done = subprocess.run(
        [sys.executable, "-c", "from backend.cli import main; main()", "serve"],
        capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False,
        env={**os.environ, "MISSION_SECRET_KEY": "", "MISSION_TWILIO_FROM": "+33939980000"},
    )  # fmt: skip
    assert done.returncode == 2
    assert (
        done.stderr.startswith("mission-emploi: SMS needs MISSION_TWILIO_ACCOUNT_SID")
        and "Traceback" not in done.stderr
    )


def test_migrate_makes_the_tables_then_has_nothing_to_do(place: Path) -> None:
    assert "empty → " in run("migrate")[1]
    assert "nothing to do" in run("migrate")[1]


def test_an_office_and_its_adviser_are_made(place: Path) -> None:
    assert run("office", "add", "bourges", "mission Emploi de Bourges", "--commune", "18033")[0] == 0
    assert run("user", "add", "a@example.org", "--password", "un mot de passe")[0] == 0
    with reading(connect("sqlite:///var/mission-emploi.db")) as session:
        office, adviser = session.exec(select(Office)).one(), session.exec(select(Adviser)).one()
    assert (office.town, adviser.office_id, adviser.email) == ("Bourges", office.id, "a@example.org")
    assert "mot de passe" not in adviser.password_hash


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("user", "add", "b@example.org", "--password", "un mot de passe"), "there is no office yet"),
        (("office", "add", "x", "Mission X", "--commune", "99999"), "is the INSEE code of no commune"),
        (("office", "add", "x", "Mission X", "--commune", "18033", "--phone", "bonjour"), "is no telephone number"),
        (("office", "line", "x", "fax", "+33939980000"), "fax is no channel"),
        (("office", "line", "x", "sms", "09 39 98 00 00"), "as Twilio writes it"),
        (("serve", "--port", "99999"), "--port"),
        (("talk", "--transcript", "nowhere/talk.txt"), "no such folder"),
        (("import-offers", "nowhere.json"), "No such file"),
        (("import-rome", "nowhere"), "nowhere"),
        (("explain", "1", "2"), "no offer 1"),
    ],
)
def test_what_cannot_be_done_is_said(place: Path, words: tuple[str, ...], said: str) -> None:
    run("migrate")
    status, output = run(*words)
    assert status == 2 and said in output.replace("\n", " ")


@pytest.mark.parametrize(
    ("password", "said"), [("court", "au moins 10 caractères"), ("assez long pour deux", "existe déjà")]
)
def test_an_account_is_refused_in_words(place: Path, password: str, said: str) -> None:
    run("office", "add", "bourges", "mission Emploi de Bourges", "--commune", "18033")
    run("user", "add", "a@example.org", "--password", "un mot de passe")
    status, output = run("user", "add", "a@example.org", "--password", password)
    assert status == 2 and said in output


OFFERS = [
    {"id": "1", "intitule": "Cariste (H/F)", "romeCode": "N1101", "lieuTravail": {"commune": "03101"}},
    {"id": "2", "intitule": "", "description": ""},
    "not an offer",
]  # fmt: skip


def test_offers_come_in_once_and_what_is_left_out_is_said(place: Path) -> None:
    (place / "offers.json").write_text(json.dumps({"resultats": OFFERS}), encoding="utf-8")
    run("office", "add", "montlucon", "mission Emploi de Montluçon", "--commune", "03185")
    first, again = run("import-offers", "offers.json")[1], run("import-offers", "offers.json")[1]
    assert "suggestions wait" in first
    with reading(connect("sqlite:///var/mission-emploi.db")) as session:
        assert [offer.title for offer in session.exec(select(Offer))] == ["Cariste"]
    assert first != again


def test_a_file_that_is_not_json_is_refused(place: Path) -> None:
    (place / "offers.json").write_text("<html>", encoding="utf-8")
    run("office", "add", "montlucon", "mission Emploi de Montluçon", "--commune", "03185")
    status, said = run("import-offers", "offers.json")
    assert status == 2 and "is not JSON" in said


def test_the_line_commands_answer_in_order_and_never_fail() -> None:
    """From outside, as another program calls them."""
    lines = ['{"text": "mardi en huit", "reference_time": "2026-11-25T10:00:00"}', "not json", '{"text": null}', ""]
    done = subprocess.run(
        [sys.executable, "-c", "from backend.cli import main; main()", "understand", "when"],
        input="\n".join(lines), capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=True,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0]["start"] == "2026-12-08T00:00:00" and answers[1:3] == [None, None]


def test_every_setting_stands_in_the_example() -> None:
    example = (Path(__file__).parent.parent / ".env.example").read_text()
    assert [name for name in Settings.model_fields if f"{PREFIX}{name.upper()}=" not in example] == []

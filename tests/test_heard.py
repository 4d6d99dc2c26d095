"""What the messages of one turn are heard as: words, words of command, a chat that begins, buttons."""

import pytest

from backend.messaging.inbox import Waiting
from bot.heard import Heard
from bot.messages import heard_in, token_in
from tests.databases import TUESDAY_10H

TOKEN = "bXlzdGljLXRva2VuLW9uZQ"


def wait(*texts: str, under: tuple[str, ...] = ()) -> list[Waiting]:
    """Messages that wait; `under` are the rows of the buttons that they are, if they are."""
    sent = [[{"kind": "button", "reference": row, "name": "", "size": 0}] for row in under] or [[] for _ in texts]
    both = enumerate(zip(texts, sent, strict=True), 1)
    return [Waiting(n, 1, "telegram", "41", "7", text, attached, TUESDAY_10H, 0) for n, (text, attached) in both]


def hear(messages: list[Waiting], dead: tuple[int, ...] = ()) -> list[Heard]:
    return list(heard_in(messages, "", dead))


# What is typed: what is heard.
COMMANDS = {
    "/stop": "stop", "/STOP": "STOP", "/aide@mission_emploi_bot": "aide", "/menu svp": "menu svp", "1/2": "1/2",
    "/": "/", "c'est /stop": "c'est /stop", "/3": "/3", "/start": "bonjour", "/Start": "bonjour",
    "/start@mission_emploi_bot": "bonjour", "/start affiche": "bonjour",
}  # fmt: skip


@pytest.mark.parametrize("typed", COMMANDS)
def test_a_command_is_its_word(typed: str) -> None:
    assert [one.text for one in hear(wait(typed))] == [COMMANDS[typed]]


@pytest.mark.parametrize("typed", [f"/start {TOKEN}", f"/start@mission_emploi_bot {TOKEN}", f"/start {TOKEN} "])
def test_a_deep_link_is_told_by_its_token(typed: str) -> None:
    assert token_in(wait(typed)[0]) == TOKEN


@pytest.mark.parametrize("typed", ["/start", "/start affiche", TOKEN, f"start {TOKEN}", f"/start {TOKEN} {TOKEN}"])
def test_what_is_no_deep_link_has_no_token(typed: str) -> None:
    assert token_in(wait(typed)[0]) == ""


def test_a_link_stands_apart_from_the_words_around_it() -> None:
    heard = hear(wait("bonjour", f"/start {TOKEN}", "je cherche"))
    assert [(one.text, [a.kind for a in one.attached]) for one in heard] == [
        ("bonjour", []), ("", ["link"]), ("je cherche", [])
    ]  # fmt: skip


def test_a_link_that_leads_nowhere_says_so() -> None:
    assert [a.kind for one in hear(wait(f"/start {TOKEN}"), dead=(1,)) for a in one.attached] == ["dead_link"]


def test_of_two_presses_under_one_message_the_last_counts() -> None:
    pressed = wait("1", "2", "3", under=("7", "7", "8"))
    assert [(one.text, one.pressed) for one in hear(pressed)] == [("2", 7), ("3", 8)]


@pytest.mark.parametrize("row", ["²", "-1", "7.5", "", "abc"])
def test_a_forged_button_is_not_bound_to_anything(row: str) -> None:
    assert [one.pressed for one in hear(wait("1", under=(row,)))] == [None]

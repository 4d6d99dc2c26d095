"""The page that draws the conversations is made from their lists."""

from tools.draw_conversations import PAGE, page


def test_the_drawing_of_the_conversations_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/draw_conversations.py"

"""The diagram of the docs is that of the table."""

from tools.draw_lifecycle import PAGE, drawn


def test_the_diagram_in_the_docs_is_fresh() -> None:
    page = PAGE.read_text()
    assert page == drawn(page), "run: python tools/draw_lifecycle.py"

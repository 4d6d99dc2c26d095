"""Draw each conversation in docs/conversations.md from its list of questions; `--check` says whether it is fresh."""

import itertools
import sys
from pathlib import Path

from bot.book import BOOK
from bot.flow import Flow, Question

PAGE = Path(__file__).resolve().parent.parent / "docs" / "conversations.md"
HEAD = """# The conversations

Made by `python tools/draw_conversations.py` from the lists in `bot/conversations/`; a test checks that it is fresh.

A conversation is a list of questions. The next question is the first one that applies and has no answer, in the order
of this page: answers given early are never asked again, and a question that is added while someone is in the middle is
simply asked. Dotted questions are reached by name only (a menu, a reason, a confirmation).

At every step, whatever is asked: STOP, STOP OFFRES, REPRENDRE, AIDE, MENU, RETOUR, PASSER, PLUS TARD, CONSEILLER,
CONTACT; and of one's own file: MES INFOS, MODIFIER, MES RDV, MES OFFRES, MON CV, PAUSE, MES DONNÉES, EFFACER.

First misunderstanding: the question again with its example. Second: numbered lines, where there are some. Third: an
adviser is told, and the question is passed.
"""


def page() -> str:
    return HEAD + "".join(f"\n{drawn(flow)}" for flow in BOOK.flows)


def drawn(flow: Flow) -> str:
    lines = [f"## {flow.title} (`{flow.name}`)", "", "```mermaid", "flowchart TD"]
    keys = [question.key for question in flow.questions]
    lines += [f'    {question.key}["{_label(question)}"]' for question in flow.questions]
    lines += [f"    {before} --> {after}" for before, after in itertools.pairwise(keys)]
    lines += [f'    {question.key}("{_label(question)}"):::alone' for question in flow.alone]
    lines += ["    classDef alone stroke-dasharray: 4", "```", ""]
    lines += ["| question | example | passed by PASSER | does something |", "|---|---|---|---|"]
    lines += [_row(question) for question in (*flow.questions, *flow.alone)]
    return "\n".join(lines) + "\n"


def _label(question: Question) -> str:
    return question.key.replace("_", " ")


def _row(question: Question) -> str:
    cells = (
        question.key,
        question.example,
        "yes" if question.can_skip else "no",
        "yes" if question.then else "is kept",
    )
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    if "--check" in sys.argv:
        sys.exit(
            0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page() else "docs/conversations.md is stale"
        )
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

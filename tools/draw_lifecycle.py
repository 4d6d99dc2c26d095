"""Draws the lifecycle in docs/placement.md from its table: `python tools/draw_lifecycle.py` rewrites it there."""

from pathlib import Path

from backend.placement.lifecycle import GUARDS, IN_FRENCH, OPEN, TABLE, WHO, Action, Role, State

PAGE = Path(__file__).parent.parent / "docs" / "placement.md"
BEGIN, END = "<!-- lifecycle: drawn by tools/draw_lifecycle.py -->", "<!-- end of lifecycle -->"


def diagram() -> str:
    """A Mermaid state diagram, then who may do what. Closing, which goes from everywhere, is left out of the arrows."""
    moves = [(before, action, after) for (before, action), after in TABLE.items() if action is not Action.CLOSE]
    arrows = [f"    {before} --> {after}: {action}" for before, action, after in moves]
    ends = [state for state in State if not any(before == state for before, _, _ in moves)]
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> proposed", *arrows]
    lines += [f"    {state} --> [*]" for state in ends] + ["```", ""]
    names = ", ".join(f"`{state}`" for state in OPEN)
    lines += [f"`close` leads to `{State.OBSOLETE}` from {names}.", ""]
    lines += ["| action | who | only | from | to |", "|---|---|---|---|---|", *(_row(action) for action in Action), ""]
    lines += ["| state | in French |", "|---|---|", *(f"| {state} | {IN_FRENCH[state]} |" for state in State)]
    return "\n".join(lines)


def _row(action: Action) -> str:
    froms = ", ".join(before for before, one in TABLE if one == action)
    to = ", ".join(dict.fromkeys(after for (_, one), after in TABLE.items() if one == action))
    who = ", ".join(role for role in Role if role in WHO[action])
    return f"| {action} | {who} | {GUARDS[action][0] if action in GUARDS else ''} | {froms} | {to} |"


def drawn(page: str) -> str:
    """The page with its diagram as the table is now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{diagram()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text()))

"""When: dates, hours, spans and durations as they are texted in French → moments. Future first; `now` is an argument.

    text ──reading──> words and numbers ──rules, in order──> clocks, days, spans ──> moments with their places

The rules are tables (`rules_*.py`), one line for each way of saying; `grammar.py` says how a line is read.
"""

from bot.understanding.when.moment import Moment, as_json
from bot.understanding.when.understand import Found, find_moments, understand_when

__all__ = ["Found", "Moment", "as_json", "find_moments", "understand_when"]

"""The editors' linter: checks pages and corpus data and says what to do about each fault."""

from assistant.check.finding import Finding
from assistant.check.output import main, render
from assistant.check.run import check_site

__all__ = ["Finding", "check_site", "main", "render"]

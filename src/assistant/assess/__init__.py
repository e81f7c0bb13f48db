"""The dossier of "Toets uw zorgvorm": from answers to lines of the site, and to the files a user takes along."""

from assistant.assess.engine import Assessor
from assistant.assess.models import Answers, Dossier

__all__ = ["Answers", "Assessor", "Dossier"]

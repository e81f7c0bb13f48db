"""The fixed headings of pages that readers compare: the same parts in the same order on every page of a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class FixedHeading:
    """One heading of a kind of page.

    Attributes:
        text: The heading; ``…`` stands for any words, ``a|b`` and ``(a|b)`` for a choice.
        label: What the part is called where the parts of several pages stand together.
    """

    text: str
    label: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What a heading has to match as a whole."""
        pattern = re.escape(self.text).replace(re.escape("zit(ten)"), "zit(?:ten)?")
        pattern = pattern.replace(re.escape("doe(t|n)"), "(?:doet|doen)").replace(re.escape("in|bij"), "(?:in|bij)")
        return re.compile(pattern.replace("…", ".+"))

    @property
    def key(self) -> str:
        """The label as part of an address."""
        return re.sub(r"[^a-z]+", "-", self.label.lower()).strip("-")


def _same(*headings: str) -> tuple[FixedHeading, ...]:
    return tuple(FixedHeading(heading, heading) for heading in headings)


FIXED_HEADINGS: dict[str, tuple[FixedHeading, ...]] = {
    "criterium": _same(
        "Kernvraag",
        "Wettelijke basis",
        "Wat wordt getoetst",
        "Welke gegevens u nodig hebt",
        "Hoe er wordt gewogen",
        "Samenhang met andere criteria",
        "Veelgemaakte fouten",
        "Wie doet wat",
        "Stand van de ontwikkeling",
    ),
    "handleiding": (
        FixedHeading("Voor wie is deze handleiding", "Voor wie"),
        FixedHeading("Hoe … in de wet zit(ten)", "Plaats in de wet"),
        FixedHeading("Effectiviteit in|bij …", "Effectiviteit"),
        FixedHeading("Noodzakelijkheid in|bij …", "Noodzakelijkheid"),
        FixedHeading("Kosteneffectiviteit in|bij …", "Kosteneffectiviteit"),
        FixedHeading("Uitvoerbaarheid in|bij …", "Uitvoerbaarheid"),
        FixedHeading("Arbeidsinzet en duurzaamheid in|bij …", "Arbeidsinzet en duurzaamheid"),
        FixedHeading("Wie doet wat in|bij …", "Wie doet wat"),
        FixedHeading("Checklist voor …", "Checklist"),
        FixedHeading("Uitgewerkt voorbeeld (verzonnen)", "Uitgewerkt voorbeeld"),
    ),
    "partij": (
        FixedHeading("Rol van … in het pakketbeheer", "Rol"),
        FixedHeading("Taken en verantwoordelijkheden van …", "Taken"),
        FixedHeading("Wat … doe(t|n) per stap van het pakketbeheer", "Per stap"),
        FixedHeading("Afspraken en acties voor …", "Afspraken en acties"),
        FixedHeading("Knelpunten en aandachtspunten bij …", "Knelpunten"),
    ),
}

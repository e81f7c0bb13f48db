"""Dutch text cut into sentences."""

from __future__ import annotations

import pytest

from assistant.publish.sentences import split_sentences


@pytest.mark.parametrize(
    "text",
    [
        "Zorg moet werken. | Dat vraagt de wet.",
        "Werkt de zorg? | Ja! | Dan telt de prijs.",
        "Zie art. 2.1 lid 2 van het Besluit. | Dat geldt ook hier.",
        "Het gaat o.a. om geneesmiddelen. | Bijv. insuline hoort daarbij.",
        "Dat is zo m.b.t. de ggz, d.w.z. de hele sector. | Daarbuiten niet.",
        "De planning liep t/m 2025. | Daarna kwam niets.",
        "De 1e druk kwam in 2013. | De 2e volgt in het 3e kwartaal van 2026.",
        "Op 16 juni 2023 kwam de brief. | De Kamer las hem.",
        "Kamerstuk 29 689, nr. 1200 is de brief. | Zie ook nr. 12.",
        "Dat kost ca. € 50.000 per jaar. | Meer niet.",
        "Volgens prof. De Vries klopt het. | Dat is zijn mening.",
        "Dat is zo (zie par. 3.2). | Ook hier.",
        "Het heet “passende zorg”. | “Passend” is meer dan effectief.",
        "Het advies is van het Zorginstituut e.a. en geldt nu. | Dat blijft zo.",
    ],
)
def test_text_is_cut_between_sentences_and_not_behind_abbreviations_and_numbers(text):
    sentences = text.split(" | ")

    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_no_text_gives_no_sentences(text):
    assert split_sentences(text) == []


def test_no_character_is_lost_in_the_real_texts(built_site):
    for passage in built_site.passages:
        for text in passage.text.split("\n"):
            assert " ".join(split_sentences(text)) == " ".join(text.split())

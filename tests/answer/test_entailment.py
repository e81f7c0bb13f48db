from __future__ import annotations

import shutil

import pytest

from assistant.answer.entailment import FOLDER, HEAD, Entailment
from assistant.errors import ModelMissing
from assistant.index.adapter import WEIGHTS

pytestmark = pytest.mark.model

TEXT = (
    "Wie een onderwerp aandraagt\nZorgverzekeraars dragen elk jaar onderwerpen aan bij het Zorginstituut. Het "
    "Zorginstituut kiest daaruit, omdat er meer onderwerpen zijn dan het kan beoordelen. Patiënten kunnen een signaal "
    "geven."
)


@pytest.fixture(scope="module")
def entailment(real_settings) -> Entailment:
    return Entailment(real_settings)


@pytest.mark.parametrize(
    ("said", "twisted"),
    [
        (
            "Elk jaar brengen zorgverzekeraars onderwerpen in bij het Zorginstituut.",
            "Elk jaar kiezen zorgverzekeraars uit de onderwerpen van het Zorginstituut.",
        ),
        (
            "Omdat het niet alles kan beoordelen, maakt het Zorginstituut een keuze.",
            "Omdat zorgverzekeraars niet alles kunnen beoordelen, maakt het Zorginstituut een keuze.",
        ),
        (
            "Er zijn meer onderwerpen dan het Zorginstituut kan beoordelen, dus kiest het daaruit.",
            "Het Zorginstituut beoordeelt alle onderwerpen die verzekeraars aandragen.",
        ),
    ],
)
def test_what_is_said_is_likelier_than_the_same_words_twisted(entailment, said, twisted):
    assert entailment.odds(said, TEXT) > entailment.odds(twisted, TEXT)


def test_a_sentence_on_another_subject_is_not_said(entailment):
    assert entailment.odds("De referentiewaarde is 20.000 euro per QALY.", TEXT) < 0


def test_a_long_text_is_read_as_far_as_it_goes(entailment):
    assert isinstance(entailment.odds("Patiënten kunnen een signaal geven.", TEXT * 40), float)


@pytest.mark.parametrize("lost", [HEAD, WEIGHTS])
def test_without_its_files_the_error_says_how_to_get_them_back(lost, real_settings, tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    (folder / lost).unlink()
    with pytest.raises(ModelMissing, match="tune sentences"):
        Entailment(real_settings, folder)


def test_a_head_of_another_model_is_named(real_settings, tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    shutil.copyfile(folder / WEIGHTS, folder / HEAD)
    with pytest.raises(ModelMissing, match=HEAD):
        Entailment(real_settings, folder)

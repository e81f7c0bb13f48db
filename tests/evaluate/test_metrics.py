"""Figures over outcomes."""

from __future__ import annotations

import math

import pytest

from assistant.evaluate.metrics import mean_figure, percentile, retrieval_figures, share


def test_a_mean_lies_within_its_interval():
    figure = mean_figure([0.0] * 30 + [1.0] * 70)
    assert (figure.value, figure.n) == (0.7, 100)
    assert 0.55 < figure.low < 0.7 < figure.high < 0.85


def test_more_questions_give_a_narrower_interval():
    few, many = mean_figure([0.0, 1.0] * 10), mean_figure([0.0, 1.0] * 500)
    assert many.high - many.low < few.high - few.low


def test_an_interval_is_the_same_in_each_run():
    values = [0.0, 1.0, 1.0, 0.5]
    assert mean_figure(values) == mean_figure(values)


def test_without_values_there_is_no_figure():
    assert mean_figure([]) is None
    assert share([], bool) is None


def test_a_share_is_the_part_that_passes():
    assert share([1, 2, 3, 4], lambda n: n > 1).value == 0.75


def test_retrieval_is_perfect_where_all_gold_comes_first():
    figures = retrieval_figures({"a": ["x", "y"]}, {"a": ["x", "y", "z"]})
    assert {"recall@5", "recall@20", "mrr", "ndcg@10"} <= set(figures)
    assert {figure.value for figure in figures.values()} == {1.0}


def test_retrieval_is_measured_by_rank():
    figures = retrieval_figures({"a": ["x"]}, {"a": [f"other{n}" for n in range(6)] + ["x"]})
    assert figures["recall@5"].value == 0.0
    assert figures["recall@20"].value == 1.0
    assert figures["mrr"].value == pytest.approx(1 / 7, abs=1e-4)
    assert figures["ndcg@10"].value == pytest.approx(1 / math.log2(8), abs=1e-4)


def test_half_of_the_gold_is_half_of_the_recall():
    assert retrieval_figures({"a": ["x", "y"]}, {"a": ["x"]})["recall@5"].value == 0.5


def test_a_question_for_which_nothing_was_found_counts_as_zero():
    figures = retrieval_figures({"a": ["x"], "b": ["y"]}, {"a": ["x"], "b": []})
    assert (figures["mrr"].value, figures["mrr"].n) == (0.5, 2)


def test_percentiles():
    assert percentile(list(range(101)), 95) == 95.0
    assert percentile([3.14159], 50) == 3.1
    assert percentile([], 50) == 0.0

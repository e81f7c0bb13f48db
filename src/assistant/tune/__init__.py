"""Teaches the embedding model which questions ask the same, from the known questions in the corpus."""

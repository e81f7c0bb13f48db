"""Trains what the corpus can teach: the search from known questions, the check of written sentences from sentences."""

"""Test questions, metrics and the report: how good the assistant is, measured so that anyone can rerun it."""

"""Command line of Pakketwijzer."""

from __future__ import annotations

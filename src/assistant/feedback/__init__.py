"""What readers tell the editors: stored without personal data, listed and exported, deleted when it is old."""

from assistant.feedback.models import Feedback, FeedbackKind, Reason, Submission, Verdict
from assistant.feedback.store import FeedbackStore

__all__ = ["Feedback", "FeedbackKind", "FeedbackStore", "Reason", "Submission", "Verdict"]

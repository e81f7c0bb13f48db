"""What a question must not carry further: personal data, instructions, a case that asks for a verdict."""

from assistant.answer.guard.instruction import is_instruction, strip_instructions
from assistant.answer.guard.personal_case import is_personal_case
from assistant.answer.guard.personal_data import Guard, Redaction
from assistant.answer.guard.scan import Fault, Finding, scan_passages, scan_text

__all__ = [
    "Fault",
    "Finding",
    "Guard",
    "Redaction",
    "is_instruction",
    "is_personal_case",
    "scan_passages",
    "scan_text",
    "strip_instructions",
]

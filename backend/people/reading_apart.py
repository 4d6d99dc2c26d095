"""A document is read by a process of its own: a stranger's file may be made to take for ever, or all the memory."""

import logging
import subprocess
import sys

from backend.people.document_text import READERS

MOST_S = 40.0

log = logging.getLogger(__name__)


def read_apart(content: bytes, ending: str, most_s: float = MOST_S) -> str:
    """The words of a document of that kind (".pdf"…); "" for a photo, and for what cannot be read within the limits.

    `most_s`: seconds. Processor and memory are limited by document_text itself.
    """
    if ending not in READERS:
        return ""
    command = [sys.executable, "-m", "backend.people.document_text", ending]
    try:
        read = subprocess.run(command, input=content, capture_output=True, timeout=most_s, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        log.info("a document was not read: %s", type(error).__name__)
        return ""
    return read.stdout.decode("utf-8")

"""The words of a PDF, of a Word or of a LibreOffice document, in the order in which a person reads them.

As a program, it reads a document from its standard input and writes its words: see reading_apart.py.
"""

import io
import logging
import sys
import zipfile
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from backend.people.page_columns import Piece, in_reading_order

MAX_BYTES = 20 * 1024 * 1024
LONGEST_TEXT = 20_000
_MOST_PAGES = 12
MOST_CPU_S, MOST_MEMORY = 20, 1 << 30
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TEXT = f"{_WORD}p", f"{_WORD}t"
_GAPS = {f"{_WORD}tab": "  ", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
# What an older program shows in place of a box of text: the same words a second time.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OPEN = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

log = logging.getLogger(__name__)


def read_text(content: bytes, ending: str) -> str:
    """The words of a document of that kind; "" for a photo, or when they cannot be read."""
    reader = READERS.get(ending)
    if reader is None:
        return ""
    try:
        return reader(content)[:LONGEST_TEXT]
    except Exception as error:  # noqa: BLE001 - a stranger's file may break a parser in any way: it is kept, unread
        log.info("a document could not be read: %s", error)
        return ""


# --- PDF --------------------------------------------------------------------------------------------------------------


def _pdf_text(content: bytes) -> str:
    from pdfminer.high_level import extract_pages  # noqa: PLC0415 - large, and seldom needed
    from pdfminer.layout import LAParams  # noqa: PLC0415

    asked = LAParams(boxes_flow=None, all_texts=True)
    pages = extract_pages(io.BytesIO(content), maxpages=_MOST_PAGES, laparams=asked)
    return "\n".join(line for page in pages for line in in_reading_order(list(_pieces(page))))


def _pieces(shown: object) -> Iterator[Piece]:
    from pdfminer.layout import LTContainer, LTTextLine  # noqa: PLC0415

    if isinstance(shown, LTTextLine):
        yield Piece(shown.x0, shown.x1, shown.y0, shown.y1, shown.get_text())
    elif isinstance(shown, LTContainer):
        for one in shown:
            yield from _pieces(one)


# --- Word, LibreOffice ------------------------------------------------------------------------------------------------


def _docx_text(content: bytes) -> str:
    return "\n".join(_paragraphs(_xml_of(content, "word/document.xml")))


def _paragraphs(element: ElementTree.Element) -> Iterator[str]:
    """Each paragraph once; those of a box of text after the paragraph that the box is tied to."""
    for child in element:
        if child.tag == _FALLBACK:
            continue
        if child.tag == _PARAGRAPH:
            yield "".join(_words(child))
        yield from _paragraphs(child)


def _words(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _GAPS:
            yield _GAPS[child.tag]
        elif child.tag not in (_PARAGRAPH, _FALLBACK):
            yield from _words(child)


def _odt_text(content: bytes) -> str:
    root = _xml_of(content, "content.xml")
    return "\n".join("".join(each.itertext()) for each in root.iter() if each.tag in (f"{_OPEN}p", f"{_OPEN}h"))


def _xml_of(content: bytes, name: str) -> ElementTree.Element:
    """One file of the archive. Raises ValueError for what is too large, or names other files."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo(name)
        if info.file_size > MAX_BYTES:
            raise ValueError("the document unpacks to more than 20 MB")
        xml = archive.read(info)
    if b"<!DOCTYPE" in xml[:1000] or b"<!ENTITY" in xml[:1000]:
        raise ValueError("a document of an office program has no DOCTYPE")
    return ElementTree.fromstring(xml)


READERS: dict[str, Callable[[bytes], str]] = {".pdf": _pdf_text, ".docx": _docx_text, ".odt": _odt_text}


def main() -> None:
    """Read standard input as a document of the kind that is the argument, within what an honest CV needs many times."""
    try:
        import resource  # noqa: PLC0415 - not on Windows, where the parent's patience is the only limit
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S, MOST_CPU_S))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(read_text(sys.stdin.buffer.read(), sys.argv[1]).encode("utf-8", "ignore"))


if __name__ == "__main__":
    main()

"""A file that an adviser gives (France Travail's JSON, CSV, XLSX) → the offers in it, or a plain refusal in French."""

import csv
import json
import zipfile
from dataclasses import dataclass
from functools import partial
from io import BytesIO, StringIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from backend.offers import france_travail
from backend.offers.imports import FRANCE_TRAVAIL, NotOffers, Source
from backend.offers.sheets import SOURCE, fields_of, read_row

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 20_000
EMPTY = "Ce fichier est vide."
BROKEN_BOOK = "Ce fichier n'est pas un classeur XLSX lisible. Il est peut-être abîmé."


@dataclass(frozen=True, slots=True)
class OfferFile:
    """What a file holds: its offers as they are written, and how to read one."""

    source: Source
    raw: list[object]


def read_file(name: str, content: bytes, near: str) -> OfferFile:
    """The offers of a file by the end of its name. `near` is the office's commune. Raises NotOffers."""
    if not content.strip():
        raise NotOffers(EMPTY)
    if len(content) > LARGEST:
        raise NotOffers(f"Ce fichier est trop gros ({len(content) >> 20} Mo, {LARGEST >> 20} Mo au plus).")
    ending = name.lower().rpartition(".")[2]
    match ending:
        case "json":
            return OfferFile(FRANCE_TRAVAIL, _json(content))
        case "csv" | "txt" | "tsv":
            return _table(_csv(content), near)
        case "xlsx":
            return _table(_xlsx(content), near)
    raise NotOffers("Choisissez un fichier .json (France Travail), .csv ou .xlsx (tableur).")


def _json(content: bytes) -> list[object]:
    try:
        payload = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotOffers("Ce fichier n'est pas du texte : enregistrez-le en UTF-8.") from error
    except (ValueError, RecursionError) as error:
        where = f" (ligne {error.lineno}, colonne {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise NotOffers(f"Ce fichier n'est pas du JSON valable{where}. Il est peut-être coupé.") from error
    raw = france_travail.offers_of(payload)
    if raw is None:
        raise NotOffers('Ce fichier ne contient pas une liste d\'offres (attendu : {"resultats": [...]}).')
    return raw


def _csv(content: bytes) -> list[list[object]]:
    """A CSV as French spreadsheets write it: semicolons, commas or tabs; UTF-8 or Windows."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise NotOffers("Ce fichier n'est pas un CSV : enregistrez-le depuis le tableur en CSV ou en XLSX.")
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    delimiter = max(";,\t", key=first.count)
    try:
        return [list(row) for row in csv.reader(StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise NotOffers(f"Ce CSV est abîmé : {error}.") from error


def _xlsx(content: bytes) -> list[list[object]]:
    """The cells of the first sheet; formulas as the values they had."""
    _check_unpacked(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [list(row) for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=100, values_only=True)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError, EOFError) as error:
        raise NotOffers(BROKEN_BOOK) from error


def _check_unpacked(content: bytes) -> None:
    """A small file may unpack to more than the memory holds."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as error:
        raise NotOffers(BROKEN_BOOK) from error
    if size > LARGEST_UNPACKED:
        raise NotOffers("Ce classeur est trop gros une fois ouvert : coupez-le.")


def _table(rows: list[list[object]], near: str) -> OfferFile:
    filled = [row for row in rows if any(str(cell or "").strip() for cell in row)]
    if not filled:
        raise NotOffers(EMPTY)
    headings = [str(cell or "").strip() for cell in filled[0]]
    columns = fields_of(headings)
    if "title" not in columns:
        found = ", ".join(heading for heading in headings if heading)[:200]
        raise NotOffers(f"Il manque une colonne « Intitulé » sur la première ligne. Colonnes trouvées : {found}.")
    if len(filled) - 1 > MOST_ROWS:
        raise NotOffers(f"Ce fichier a plus de {MOST_ROWS} lignes : coupez-le.")
    raw: list[object] = [{name: row[at] for name, at in columns.items() if at < len(row)} for row in filled[1:]]
    return OfferFile(Source(SOURCE, partial(read_row, near=near)), raw)

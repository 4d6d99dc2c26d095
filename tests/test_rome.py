import zipfile
from pathlib import Path

import pytest

from backend.reference.rome import NotRome, import_rome, read_archive, read_compact, write_compact

OFFICIAL = Path(__file__).parents[2] / "shared" / "data" / "rome" / "v460"

FILES = {
    "referentiel_code_rome": """code_rome,libelle_rome,code_rome_parent
"N1101","Cariste","N1101"
"N1112","Chef cariste","N1101"
"F1301","Grutier / Grutière","F1301"
""",
    "referentiel_appellation": """libelle_appellation_court,code_rome
"Conducteur d’engins","N1101"
"Cariste","N1101"
"Perdu","Z1"
""",
    "rubrique_mobilite": """code_rome,code_rome_cible,numero_ordre
"N1101","N1112","10"
"N1101","F1301","9"
"N1101","X9999","1"
""",
    "referentiel_competence": """code_ogr,libelle_competence,cat_comp
"1","Gerber des palettes","Savoir-faire"
"2","Être à l'heure","Savoir-être professionnel"
"3","Charger un camion","Savoir-faire"
""",
    "coherence_item": """code_rome,code_ogr,coeur_metier
"N1101","1",""
"N1101","2","Principale"
"N1101","3","Principale"
""",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "rome"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / f"unix_{name}_v999_utf8.csv").write_text(content, encoding="utf-8")
    return folder


def test_codes_know_their_parents(archive: Path) -> None:
    rome, _ = read_archive(archive)
    assert dict(rome.parents) == {"F1301": "F1301", "N1101": "N1101", "N1112": "N1101"}


def test_titles_of_unknown_codes_are_left_out_and_apostrophes_are_one(archive: Path) -> None:
    rome, _ = read_archive(archive)
    assert [title.text for title in rome.titles] == ["Conducteur d'engins", "Cariste"]


def test_mobility_links_are_sorted_by_number_not_by_letter(archive: Path) -> None:
    rome, _ = read_archive(archive)
    assert rome.mobility["N1101"] == ("F1301", "N1112")


def test_skills_are_know_how_the_core_of_the_trade_first(archive: Path) -> None:
    rome, _ = read_archive(archive)
    assert rome.skills["N1101"] == ("Charger un camion", "Gerber des palettes")


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_file_is_reported_and_the_rest_is_read(archive: Path, name: str) -> None:
    (archive / f"unix_{name}_v999_utf8.csv").unlink()
    rome, report = read_archive(archive)
    assert name in report.missing
    assert "N1101" in rome.labels


def test_a_file_in_another_encoding_is_read_and_reported(archive: Path) -> None:
    odd = archive / "unix_referentiel_code_rome_v999_utf8.csv"
    odd.write_bytes(odd.read_text(encoding="utf-8").encode("cp1252"))
    rome, report = read_archive(archive)
    assert rome.labels["F1301"] == "Grutier / Grutière"
    assert report.odd == ("referentiel_code_rome",)
    assert any("Encodage inattendu" in line for line in report.lines())


def test_a_zip_is_read_like_a_directory(archive: Path, tmp_path: Path) -> None:
    packed = tmp_path / "rome.zip"
    with zipfile.ZipFile(packed, "w") as out:
        for file in archive.iterdir():
            out.write(file, f"ROME/{file.name}")
    assert read_archive(packed)[0] == read_archive(archive)[0]


def test_the_newest_version_of_a_file_wins(archive: Path) -> None:
    newer = FILES["referentiel_code_rome"].replace("Chef cariste", "Chef de quai")
    (archive / "unix_referentiel_code_rome_v1000_utf8.csv").write_text(newer, encoding="utf-8")
    rome, report = read_archive(archive)
    assert (rome.labels["N1112"], report.version) == ("Chef de quai", "1000")


def test_a_folder_without_rome_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotRome, match="aucun code ROME"):
        read_archive(tmp_path)


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rome.zip").write_text("pas un zip")
    with pytest.raises(NotRome, match="zip"):
        read_archive(tmp_path / "rome.zip")


def test_the_compact_copy_holds_the_same_rome(archive: Path, tmp_path: Path) -> None:
    rome, _ = read_archive(archive)
    write_compact(rome, tmp_path / "compact.gz")
    assert read_compact(tmp_path / "compact.gz") == rome


def test_importing_twice_changes_nothing(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "new" / "compact.gz"
    assert [import_rome(archive, copy).changed for _ in range(2)] == [True, False]
    assert [file.name for file in copy.parent.iterdir()] == ["compact.gz"]


def test_a_copy_that_was_cut_short_is_refused(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "compact.gz"
    import_rome(archive, copy)
    copy.write_bytes(copy.read_bytes()[:-20])
    with pytest.raises(NotRome, match="import-rome"):
        read_compact(copy)


@pytest.mark.skipif(not OFFICIAL.exists(), reason=f"the official ROME is not beside the project: {OFFICIAL}")
def test_the_official_archive_is_read_whole() -> None:
    _, report = read_archive(OFFICIAL)
    figures = (report.codes, report.parents, report.titles, report.mobility_links)
    assert figures == (1_584, 532, 13_120, 14_912)
    assert (report.missing, report.version) == ((), "460")

"""The frame: MkDocs draws it once, every shell has its slots, and prose never shows one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.findings import CannotRun
from generator.model.schema import ROOT
from generator.render.assets import Assets, framed_styles, load_assets
from generator.render.routes import TRANSPARENCY
from generator.render.shells import DEPTHS, SECTIONS, Shells, build_shells
from generator.render.stamp import FOLD, Shell, token

LINK = re.compile(r'(?:href|src)="([^"#]*)')


@pytest.fixture(scope="module")
def assets() -> Assets:
    return load_assets(ROOT / "site_templates" / "assets")


@pytest.fixture(scope="module")
def frame(assets: Assets) -> dict[str, str]:
    return {
        **assets.names,
        **framed_styles(assets),
        "government": "Kota <Contoh>",
        "notice": "Semua rekaan & contoh.",
    }


@pytest.fixture(scope="module")
def shells(frame: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Shells:
    return build_shells(ROOT / "mkdocs.yml", tmp_path_factory.mktemp("work"), frame)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of all that the frame is made of, free to be spoilt; returns its mkdocs.yml."""
    for folder in ("content/pages", "site_templates/overrides"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return Path(shutil.copy(ROOT / "mkdocs.yml", tmp_path))


def stamped(shells: Shells, section: str = "program", depth: int = 2) -> str:
    return shells.stamp(section, "x/" * depth, title='A "b" <c>', description="d & e", body="<h1>Isi</h1>")


@pytest.mark.parametrize(("section", "depth"), [("", 0), *((s, d) for s in SECTIONS for d in DEPTHS)])
def test_every_shell_takes_its_title_description_and_body(shells: Shells, section: str, depth: int) -> None:
    page = stamped(shells, section, depth)
    assert "%%" not in page
    assert page.count("<h1>Isi</h1>") == 1
    assert "<title>A &quot;b&quot; &lt;c&gt;" in page
    assert '<meta name="description" content="d &amp; e">' in page


def test_the_frame_links_relatively_and_to_what_exists(shells: Shells, assets: Assets) -> None:
    pages = {"", TRANSPARENCY, *(f"{section}/" for section, _ in shells.shells)}
    known = pages | {path.removesuffix("index.html") for path in shells.prose} | set(assets.files)
    for section, depth in shells.shells:
        links = LINK.findall(stamped(shells, section, depth))
        assert links.count(f"{shells.site_url}{'x/' * depth}") == 1, "the canonical address"
        for link in (each for each in links if not each.startswith(shells.site_url)):
            up = link.count("../")
            inside = section if up < depth and depth > 0 else ""
            target = link.replace("../", "").removeprefix("./")
            assert up <= depth and not link.startswith(("/", "http"))
            assert (f"{inside}/{target}" if inside else target) in known, (section, depth, link)


def test_the_current_section_is_marked_and_said_apart_from_its_list(shells: Shells) -> None:
    assert '<a href="./" aria-current="page">Mentor</a>' in stamped(shells, "mentor", 1)
    assert '<a href="../" aria-current="true">Mentor</a>' in stamped(shells, "mentor", 2)


def test_operators_words_are_escaped(shells: Shells) -> None:
    assert "Kota &lt;Contoh&gt;" in stamped(shells) and "rekaan &amp; contoh" in stamped(shells)


def test_a_stamped_page_carries_no_theme_file_and_no_inline_style(shells: Shells) -> None:
    page = stamped(shells)
    assert not any(path in page for path in shells.assets)
    assert "style=" not in page
    assert page.count("<style>") == page.count("<script>") == 1


def test_what_stands_above_the_fold_comes_before_the_sheet(shells: Shells, assets: Assets) -> None:
    sheet = f'id="lipatan" href="../../{assets.names["portal.css"]}"'
    page = shells.stamp("program", "x/y/", title="", description="", body=f"<h1>Atas</h1>{FOLD}<p>Bawah</p>")
    assert page.index("<style>") < page.index("Atas") < page.index(sheet) < page.index("Bawah")
    assert f'url("../../{assets.names["plus-jakarta-sans-bold.woff2"]}")' in page


def test_prose_keeps_materials_sheet_and_nothing_else_of_it(shells: Shells) -> None:
    assert [Path(path).suffix for path in shells.assets] == [".css"]
    assert "sourceMappingURL" not in next(iter(shells.assets.values())).decode()
    for path, content in shells.prose.items():
        assert b"%%" not in content, path
        assert b"md-toggle" not in content and b"__config" not in content, path
    assert {"404.html", "tentang/index.html"} <= set(shells.prose)


def test_the_lost_page_finds_its_root_or_is_told(
    shells: Shells, project: Path, frame: dict[str, str], tmp_path: Path
) -> None:
    lost = shells.prose["404.html"].decode()
    assert lost.index('createElement("base")') < lost.index('href="./')
    with project.open("a") as config:
        config.write("\nsite_url: https://karier.contoh.go.id/portal/\n")
    told = build_shells(project, tmp_path / "work", frame).prose["404.html"].decode()
    assert told.index('<base href="/portal/" data-site="https://karier.contoh.go.id/portal/">') < told.index(
        'createElement("base")'
    )
    assert 'href="./program/"' in told


def test_the_second_build_asks_nothing_of_mkdocs(
    project: Path, frame: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_shells(project, tmp_path / "work", frame)
    with monkeypatch.context() as patch:
        patch.setattr("mkdocs.commands.build.build", lambda config: pytest.fail("MkDocs was asked again"))
        assert build_shells(project, tmp_path / "work", frame) == first


@pytest.mark.parametrize(
    ("changed", "old", "new"),
    [
        ("mkdocs.yml", "Portal Karier ASN", "Portal Lain"),
        ("content/pages/tentang.md", "Hak Anda", "Hak Kita"),
        ("site_templates/overrides/partials/top.html", "Langsung ke isi", "Lompat ke isi"),
    ],
)
def test_a_change_of_anything_drawn_is_seen(
    project: Path, frame: dict[str, str], tmp_path: Path, changed: str, old: str, new: str
) -> None:
    before = build_shells(project, tmp_path / "work", frame)
    path = project.parent / changed
    path.write_text(path.read_text("utf-8").replace(old, new))
    assert build_shells(project, tmp_path / "work", frame) != before


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("mkdocs.yml", "site_name: [\n"),
        ("mkdocs.yml", "theme: tidak-ada\n"),
        ("site_templates/overrides/stamped.html", "{% extends 'tidak-ada.html' %}"),
        ("site_templates/overrides/stamped.html", "tanpa celah"),
    ],
)
def test_what_mkdocs_cannot_draw_is_one_sentence(
    project: Path,
    frame: dict[str, str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    path: str,
    content: str,
) -> None:
    (project.parent / path).write_text(content)
    with pytest.raises(CannotRun) as failure:
        build_shells(project, tmp_path / "work", frame)
    assert failure.value.code == "shells-failed"
    assert "Traceback" not in str(failure.value)
    assert capfd.readouterr() == ("", "")


def test_mkdocs_alone_shows_the_prose_and_no_shell(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", str(project)]
    subprocess.run([*command, "-d", str(tmp_path / "alone")], check=True, capture_output=True)
    pages = {page.relative_to(tmp_path / "alone").as_posix() for page in (tmp_path / "alone").rglob("*.html")}
    assert "tentang/index.html" in pages and "program/index.html" not in pages
    for page in pages:
        assert "%%" not in (tmp_path / "alone" / page).read_text("utf-8")


def test_a_shell_says_which_slot_it_lacks() -> None:
    with pytest.raises(ValueError, match="body, linked, opening, title"):
        Shell.split(token("description"))


def test_asset_names_change_with_their_content(assets: Assets, tmp_path: Path) -> None:
    css = assets.files[assets.names["head.css"]].decode()
    assert Path(assets.names["plus-jakarta-sans-bold.woff2"]).name in css
    (tmp_path / "a.css").write_text("a{}")
    before = load_assets(tmp_path).names["a.css"]
    (tmp_path / "a.css").write_text("b{}")
    assert load_assets(tmp_path).names["a.css"] != before
    assert re.fullmatch(r"assets/a\.[0-9a-f]{8}\.css", before)


def test_a_stylesheet_is_sent_without_spare_space(tmp_path: Path) -> None:
    sheet = """/* Rows */
@media (width > 30rem) {
  .a , .b > .c:not(.d) { margin: 0 calc(1rem + 2px); content: "a;  { b"; }
}
"""
    (tmp_path / "a.css").write_text(sheet)
    [sent] = load_assets(tmp_path).files.values()
    assert sent.decode() == (
        '@media (width > 30rem){.a,.b > .c:not(.d){margin:0 calc(1rem + 2px);content:"a;  { b"}}'
    )

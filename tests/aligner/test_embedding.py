"""Encoders as their users see them: names, vectors, errors."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from aligner.embedding import SHIPPED, load_encoder, word_vectors
from aligner.errors import ModelError
from aligner.static import StaticEncoder

TERMS = ["国际贸易", "international trade", "繁體字", "C++", "COVID-19 疫苗", ""]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    found = load_encoder("static")
    assert isinstance(found, StaticEncoder)
    return found


def test_vectors_are_of_length_one(encoder: StaticEncoder) -> None:
    """Every text with a known token gets a float32 vector of length 1."""
    vectors = encoder.encode(TERMS[:-1])
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, encoder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_known_gives_zeros(encoder: StaticEncoder) -> None:
    """An empty text gives zeros and no NaN, and so does a list without texts."""
    assert not encoder.encode(["", "   "]).any()
    assert encoder.encode([]).shape == (0, encoder.dimensions)
    assert encoder.tokens("")[0].shape == (0, encoder.dimensions)


def test_a_text_has_one_vector_in_any_company(encoder: StaticEncoder) -> None:
    """A vector does not depend on what is encoded with it, in whatever order."""
    together = encoder.encode([*TERMS, "填充" * 3000, *TERMS])
    alone = np.concatenate([encoder.encode([text]) for text in TERMS])
    np.testing.assert_allclose(together[: len(TERMS)], alone, atol=1e-6)
    np.testing.assert_allclose(together[-len(TERMS) :], alone, atol=1e-6)


@pytest.mark.parametrize(
    ("one", "other"),
    [("臺灣經濟", "台湾经济"), ("ＡＢＣ银行", "abc银行"), ("Café", "cafe"), ("Trade", "TRADE"), ("貿易\t协定", "贸易 协定")],
)
def test_spelling_variants_share_a_vector(encoder: StaticEncoder, one: str, other: str) -> None:
    """Traditional and simplified, full and half width, case and accents do not move a text."""
    np.testing.assert_allclose(encoder.encode([one]), encoder.encode([other]), atol=1e-6)


def test_tokens_know_their_place(encoder: StaticEncoder) -> None:
    """Token offsets point into the text as given, in order, and cover every character that is not a space."""
    text = "臺灣的 ＧＤＰ growth，約3.1%。𠮷野家"
    vectors, spans = encoder.tokens(text)
    assert len(vectors) == len(spans)
    assert sorted(map(tuple, spans.tolist())) == list(map(tuple, spans.tolist()))
    covered = {i for start, stop in spans.tolist() for i in range(start, stop)}
    assert covered == {i for i, c in enumerate(text) if not c.isspace()}


def test_words_get_the_vectors_of_their_tokens(encoder: StaticEncoder) -> None:
    """A word of a sentence gets a unit vector made of the tokens that lie in it; a stretch of spaces gets zeros."""
    text = "international trade"
    words = word_vectors(encoder, text, [(0, 13), (13, 14), (14, 19)])
    np.testing.assert_allclose(words[[0, 2]], encoder.encode(["international", "trade"]), atol=1e-5)
    assert not words[1].any()


def test_translations_are_near(encoder: StaticEncoder) -> None:
    """Each term of a small list finds its own translation first."""
    pairs = {
        "国际贸易": "international trade",
        "疫苗": "vaccine",
        "银行": "bank",
        "机器学习": "machine learning",
        "法院": "court",
    }
    similar = encoder.encode(list(pairs)) @ encoder.encode(list(pairs.values())).T
    assert similar.argmax(1).tolist() == list(range(len(pairs)))


def test_the_variable_names_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """GLOSSARY_MODEL decides where nobody names a model, and a wrong one is an error and never replaced."""
    monkeypatch.setenv("GLOSSARY_MODEL", str(SHIPPED))
    assert load_encoder().name == str(SHIPPED)
    monkeypatch.setenv("GLOSSARY_MODEL", "./nowhere")
    with pytest.raises(ModelError):
        load_encoder()
    assert load_encoder("static").name == "static"


def test_signatures_tell_models_apart(encoder: StaticEncoder, tmp_path: Path) -> None:
    """The signature changes with the vectors and not with the place of the folder."""
    from safetensors.numpy import load_file, save_file

    shutil.copytree(SHIPPED, tmp_path / "copy")
    copy = StaticEncoder(tmp_path / "copy", name="static")
    assert copy.signature == encoder.signature
    weights = load_file(str(SHIPPED / "model.safetensors"))
    save_file(
        {"embedding.weight": weights["embedding.weight"] * np.float16(2)}, str(tmp_path / "copy" / "model.safetensors")
    )
    assert StaticEncoder(tmp_path / "copy", name="static").signature != encoder.signature


@pytest.mark.parametrize("broken", ["tokenizer.json", "model.safetensors"])
def test_a_damaged_folder_is_one_line(tmp_path: Path, broken: str) -> None:
    """A file that is cut short, or missing, is a ModelError that names the folder."""
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    (folder / broken).write_bytes((folder / broken).read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot read") as raised:
        load_encoder(folder)
    assert str(folder) in str(raised.value)
    assert "\n" not in str(raised.value)
    (folder / broken).unlink()
    with pytest.raises(ModelError, match="cannot read"):
        load_encoder(folder)


def test_nan_vectors_are_refused(tmp_path: Path) -> None:
    """A table with NaN is no model."""
    from safetensors.numpy import load_file, save_file

    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    table = load_file(str(folder / "model.safetensors"))["embedding.weight"].copy()
    table[7, 3] = np.nan
    save_file({"embedding.weight": table}, str(folder / "model.safetensors"))
    with pytest.raises(ModelError, match="NaN"):
        load_encoder(folder)


def test_the_static_model_needs_no_torch() -> None:
    """Loading and using the shipped model imports neither torch nor sentence-transformers."""
    code = (
        "import sys; from aligner.embedding import load_encoder; load_encoder('static').encode(['银行']);"
        "assert not {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=SHIPPED.parents[1])


def test_the_model_fits_the_download() -> None:
    """The shipped folder stays under 32 MB."""
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) <= 32_000_000


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sentence-transformers another model is refused with the command that installs it."""
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install 'zhen-glossary\[transformers\]'"):
        load_encoder("LaBSE")

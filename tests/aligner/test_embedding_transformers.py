"""The sentence-transformers path, with a small transformer of random weights that the tests build and save themselves."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aligner.embedding import SHIPPED, load_encoder, word_vectors
from aligner.errors import ModelError
from aligner.transformer import TransformerEncoder

pytest.importorskip("sentence_transformers", reason="pip install '.[transformers]' to test sentence-transformers models")

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "trade", "bank", "inter", "##national", "贸", "易", "银", "行", "the", ",", "."]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder: a two-layer BERT over fifteen word pieces, then mean pooling."""
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        from sentence_transformers.sentence_transformer import modules as models  # since version 5.3
    except ImportError:
        from sentence_transformers import models
    from transformers import BertConfig, BertModel, BertTokenizerFast

    base, place = tmp_path_factory.mktemp("bert"), tmp_path_factory.mktemp("models") / "small"
    (base / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=32,
    )  # fmt: skip
    BertModel(config).save_pretrained(str(base))
    BertTokenizerFast(vocab=str(base / "vocab.txt"), model_max_length=32).save_pretrained(str(base))
    transformer = models.Transformer(str(base), max_seq_length=32)
    SentenceTransformer(modules=[transformer, models.Pooling(16)]).save(str(place))
    return place


def test_it_gives_what_sentence_transformers_gives(folder: Path) -> None:
    """The vectors are the model's own, of length 1, in the order of the texts."""
    from sentence_transformers import SentenceTransformer

    texts = ["the bank , trade .", "贸易", "international trade"]
    vectors = load_encoder(folder).encode(texts)
    expected = SentenceTransformer(str(folder)).encode(texts, normalize_embeddings=True)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, expected, atol=1e-5)


def test_token_vectors_fall_on_words(folder: Path) -> None:
    """Token offsets point into the text, special tokens are left out, and a word of two pieces gets one vector."""
    encoder = load_encoder(folder)
    text = "international bank 银行"
    vectors, spans = encoder.tokens(text)
    assert [text[a:b] for a, b in spans.tolist()] == ["inter", "national", "bank", "银", "行"]
    words = word_vectors(encoder, text, [(0, 13), (14, 18), (19, 21)])
    np.testing.assert_allclose(np.linalg.norm(words, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(words[1], vectors[2], atol=1e-5)


def test_a_second_run_computes_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a cache folder a new encoder gives the same vectors without loading the model."""
    seen: list[tuple[int, int]] = []
    first = load_encoder(folder, cache=tmp_path, progress=lambda done, total: seen.append((done, total)))
    vectors = first.encode(["trade", "bank", "trade"])
    assert seen[-1] == (2, 2)
    monkeypatch.setattr(TransformerEncoder, "_model", property(lambda self: pytest.fail("the model was loaded")))
    second = load_encoder(folder, cache=tmp_path)
    np.testing.assert_array_equal(second.encode(["trade", "bank", "trade"]), vectors)
    assert second.dimensions == 16


def test_a_damaged_cache_is_computed_again(folder: Path, tmp_path: Path) -> None:
    """A block that was cut short is passed over."""
    vectors = load_encoder(folder, cache=tmp_path).encode(["trade"])
    block = next(tmp_path.rglob("*.npz"))
    block.write_bytes(block.read_bytes()[:50])
    np.testing.assert_array_equal(load_encoder(folder, cache=tmp_path).encode(["trade"]), vectors)


def test_other_weights_have_another_signature(folder: Path, tmp_path: Path) -> None:
    """A model folder that was trained further does not read the vectors of the earlier one."""
    shutil.copytree(folder, tmp_path / "copy")
    copy = tmp_path / "copy" / "model.safetensors"
    before = load_encoder(tmp_path / "copy").signature
    copy.write_bytes(copy.read_bytes()[:-1] + b"\1")
    assert load_encoder(tmp_path / "copy").signature != before


@pytest.mark.parametrize(
    ("name", "says"),
    [("./missing", "no model folder"), ("/missing", "no model folder"), ("two words", "no model folder")],
)
def test_a_missing_model_is_one_line(name: str, says: str) -> None:
    """A folder that is not there is said to be not there."""
    with pytest.raises(ModelError, match=says):
        load_encoder(name)


def test_offline_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A hub name without a connection and without a copy on this machine is one clear line."""
    import huggingface_hub.constants as constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="not on this machine"):
        load_encoder("zhen-glossary-tests/no-such-model")


def test_a_folder_of_another_kind_is_refused(folder: Path, tmp_path: Path) -> None:
    """A bare transformer, or one whose weights are pickled, is not taken for a sentence model."""
    shutil.copytree(folder, tmp_path / "bare")
    (tmp_path / "bare" / "modules.json").unlink()
    with pytest.raises(ModelError, match=r"no modules\.json"):
        load_encoder(tmp_path / "bare")
    shutil.copytree(folder, tmp_path / "pickled")
    (tmp_path / "pickled" / "model.safetensors").rename(tmp_path / "pickled" / "pytorch_model.bin")
    with pytest.raises(ModelError, match="no safetensors"):
        load_encoder(tmp_path / "pickled")


def test_unreadable_weights_are_one_line(folder: Path, tmp_path: Path) -> None:
    """Weights that are cut short are a ModelError of one line that names the model."""
    place = tmp_path / "cut"
    shutil.copytree(folder, place)
    (place / "model.safetensors").write_bytes((place / "model.safetensors").read_bytes()[:200])
    with pytest.raises(ModelError, match="cannot load the model") as raised:
        load_encoder(place).encode(["trade"])
    assert "\n" not in str(raised.value)


def test_nan_vectors_are_an_error(folder: Path, tmp_path: Path) -> None:
    """A model that gives NaN stops the run instead of ranking by it."""
    from safetensors.torch import load_file, save_file

    place = tmp_path / "nan"
    shutil.copytree(folder, place)
    weights: dict[str, Any] = load_file(str(place / "model.safetensors"))
    name = next(key for key in weights if "word_embeddings" in key)
    weights[name][:] = float("nan")
    save_file(weights, str(place / "model.safetensors"), metadata={"format": "pt"})
    with pytest.raises(ModelError, match="NaN"):
        load_encoder(place).encode(["trade"])


def test_the_shipped_folder_is_a_sentence_transformers_model() -> None:
    """SentenceTransformer loads the shipped folder and gives the vectors that numpy gives, up to half precision."""
    from sentence_transformers import SentenceTransformer

    texts = ["国际贸易", "international trade agreement", "臺灣的 GDP 成長率 3.1%", "He said: “it’s fine.”", "𠮷野家 xyzzyq"]
    theirs = SentenceTransformer(str(SHIPPED), device="cpu").encode(texts)
    np.testing.assert_allclose(load_encoder("static").encode(texts), theirs, atol=2e-3)


def test_module_names_are_the_documented_ones() -> None:
    """The shipped folder names its two modules as sentence-transformers 3 to 5 do."""
    modules = json.loads((SHIPPED / "modules.json").read_text(encoding="utf-8"))
    assert [module["type"].rsplit(".", 1)[1] for module in modules] == ["StaticEmbedding", "Normalize"]

"""Any sentence-transformers model as an encoder: found before it is loaded, loaded only when a vector is missing.

torch and sentence-transformers take seconds to import, so names, errors and cached vectors are settled without them.
Weights are read from safetensors only and no code of a model is run.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.errors import ModelError
from aligner.vectorcache import VectorCache

Vectors = NDArray[np.float32]

_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")


class TransformerEncoder:
    """A sentence-transformers model, by folder or by its name on the Hugging Face hub.

    `progress` is called with the number of texts done and in all; `cache` is a folder that keeps vectors by model and text.
    """

    def __init__(
        self,
        name: str,
        *,
        device: str | None = None,
        cache: Path | None = None,
        progress: Callable[[int, int], None] | None = None,
        batch: int = 64,
    ) -> None:
        if importlib.util.find_spec("sentence_transformers") is None:
            raise ModelError(f"the model {name} needs sentence-transformers: pip install 'zhen-glossary[transformers]'")
        self.name, self.device, self.batch, self._progress = name, device, batch, progress
        self.folder, version = _find(name)
        self.signature = f"{name}@{version[:12]}"
        key = re.sub(r"[^\w.-]+", "_", name)[-80:]
        self._cache = VectorCache(cache / f"{key}-{version[:12]}") if cache else VectorCache(None)

    @cached_property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        return self._cache.dimensions or int(self.encode(["dimensions"]).shape[1])

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as bars

        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        # a bar for every file of weights would stand between the caller's own lines
        bars.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(
                str(self.folder),
                device=self.device,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # whatever a model of the wrong kind raises, from any of three libraries
            raise ModelError(f"cannot load the model {self.name}: {_first_line(error)}") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, [n, d]; taken from the cache where it holds them. ModelError on NaN."""
        missing = self._cache.missing(texts)
        if missing or not texts:
            self._compute(missing)
        return self._cache.get(texts) if texts else np.zeros((0, self.dimensions), np.float32)

    def _compute(self, texts: list[str]) -> None:
        # similar lengths together waste no padding; the cache remembers each finished block
        order = sorted(texts, key=len)
        block = self.batch * 16
        for start in range(0, len(order), block):
            part = order[start : start + block]
            rows = self._model.encode(part, batch_size=self.batch, convert_to_numpy=True, show_progress_bar=False)
            self._cache.put(part, self._checked(rows))
            if self._progress:
                self._progress(start + len(part), len(order))

    def _checked(self, rows: Any) -> Vectors:
        vectors = np.asarray(rows, np.float32)
        if vectors.ndim != 2:
            raise ModelError(f"the model {self.name} gives no sentence vectors")
        if not np.isfinite(vectors).all():
            raise ModelError(f"the model {self.name} gives NaN or infinite vectors on this device; try --device cpu")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)

    def encode_tokens(self, tokens: Sequence[str]) -> Vectors:
        """One unit vector a word that stands alone, [k, d]."""
        return self.encode(tokens)

    def tokens(self, text: str) -> tuple[Vectors, NDArray[np.int64]]:
        """The model's tokens of a text in context: unit vectors [k, d] and offsets [k, 2]; special tokens are left out."""
        model = self._model
        try:
            mapping = model.tokenizer([text], return_offsets_mapping=True, truncation=True, max_length=model.max_seq_length)[
                "offset_mapping"
            ][0]
            rows = model.encode([text], output_value="token_embeddings", show_progress_bar=False)[0]
        except (AttributeError, KeyError, NotImplementedError, TypeError, ValueError) as error:
            raise ModelError(f"the model {self.name} gives no token vectors with places in the text") from error
        spans = np.asarray(mapping, np.int64).reshape(-1, 2)
        vectors = self._checked(rows.float().cpu().numpy())
        if len(spans) != len(vectors):
            raise ModelError(f"the model {self.name} gives {len(vectors)} token vectors for {len(spans)} tokens")
        real = spans[:, 1] > spans[:, 0]
        return vectors[real], spans[real]


def _find(name: str) -> tuple[Path, str]:
    """The model's folder on this machine and a version that changes with its files."""
    folder = Path(name)
    if folder.is_dir():
        return folder, _check_folder(folder, name)
    if folder.exists() or folder.is_absolute() or name.startswith((".", "~")) or not _HUB_NAME.fullmatch(name):
        raise ModelError(f"no model folder at {name}")
    return _download(name if "/" in name else f"sentence-transformers/{name}", name)


def _check_folder(folder: Path, name: str) -> str:
    """The version of a model folder: a hash over its settings and over the size and time of its weights."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        places = [folder / module["path"] for module in modules]
    except FileNotFoundError as error:
        raise ModelError(f"{name} is not a sentence-transformers model: it has no modules.json") from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(f"{name} is not a sentence-transformers model: modules.json cannot be read") from error
    for place in places:
        pickles = [path for path in place.glob("*") if path.suffix in _PICKLES and path.stem != "training_args"]
        if pickles and not list(place.glob("*.safetensors")):
            raise ModelError(f"{name} holds {pickles[0].name} but no safetensors; other weight files are not read")
    total = hashlib.sha256()
    for path in sorted(
        p for p in folder.rglob("*") if p.is_file() and p.suffix in {".json", ".txt", ".safetensors", ".model"}
    ):
        total.update(str(path.relative_to(folder)).encode())
        state = path.stat()
        total.update(path.read_bytes() if state.st_size < 1 << 20 else f"{state.st_size} {state.st_mtime_ns}".encode())
    return total.hexdigest()


def _download(repository: str, name: str) -> tuple[Path, str]:
    """The snapshot of a hub model: from this machine's cache without asking anybody, downloaded where it is not there yet."""
    from huggingface_hub import errors as hub
    from huggingface_hub import hf_hub_download, snapshot_download

    try:
        folder = Path(snapshot_download(repository, local_files_only=True))
        if (folder / "modules.json").is_file():
            return folder, folder.name
    except (hub.LocalEntryNotFoundError, hub.HFValidationError):
        pass
    _check_connection(name)
    try:
        hf_hub_download(repository, "modules.json")
        folder = Path(
            snapshot_download(
                repository,
                ignore_patterns=["*.bin", "*.pt", "*.onnx", "*.msgpack", "*.h5", "*.ot", "onnx/*", "openvino/*", "*.pkl"],
            )
        )
    except hub.LocalEntryNotFoundError as error:
        raise ModelError(
            f"the model {name} is not on this machine and cannot be downloaded: no connection to the hub"
        ) from error
    except hub.EntryNotFoundError as error:
        raise ModelError(f"{name} is not a sentence-transformers model: it has no modules.json") from error
    except (hub.RepositoryNotFoundError, hub.HFValidationError) as error:
        raise ModelError(f"there is no public model named {repository} on the Hugging Face hub") from error
    except Exception as error:  # network layers raise many kinds
        raise ModelError(f"cannot get the model {name}: {_first_line(error)}") from error
    return folder, folder.name


def _check_connection(name: str) -> None:
    """Ask once whether the hub answers: its own client would ask six times over half a minute, and say so each time."""
    from huggingface_hub import constants, get_session

    try:
        get_session().head(constants.ENDPOINT, timeout=10)
    except Exception as error:  # network layers raise many kinds
        raise ModelError(
            f"the model {name} is not on this machine and cannot be downloaded: no connection to the hub"
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]

"""Writing the model folder: what sentence-transformers calls a StaticEmbedding followed by Normalize."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]
CONFIG = {"model_type": "SentenceTransformer", "prompts": {}, "default_prompt_name": None, "similarity_fn_name": "cosine"}


def save(folder: Path, tokenizer: Any, vectors: np.ndarray) -> None:
    """Write tokenizer, vectors (n x d, kept as half precision) and the two files that name the modules."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_file({"embedding.weight": np.ascontiguousarray(vectors, np.float16)}, str(folder / "model.safetensors"))
    (folder / "model.safetensors").chmod(0o644)  # safetensors makes it private, git and packages want it readable
    for name, content in (("modules.json", MODULES), ("config_sentence_transformers.json", CONFIG)):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

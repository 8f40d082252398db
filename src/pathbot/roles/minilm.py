"""The bundled sentence encoder: all-MiniLM-L6-v2 with int8 weights, run by onnxruntime. No network, no torch."""

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from pathbot.roles.embedding import Vectors

FILES = Path(__file__).parent / "minilm"
_LONGEST = 128  # word pieces, what the model was trained on
_BATCH = 32
_THREADS = 2  # batches at a time: two that run apart get more done than one that is split
_HIDDEN = "n216"  # the last layer norm of the graph, before pooling


class MiniLM:
    """Embeds English well and other languages by their shared words. Loads itself on first use (about 0.3 s)."""

    dimension = 384

    @cached_property
    def id(self) -> str:
        return f"minilm-{manifest()['files']['model.onnx'][:12]}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (len(texts), 384). Text beyond 128 word pieces is not seen."""
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        if len(encoded) <= _BATCH:
            return self._run(encoded) if encoded else np.empty((0, self.dimension), np.float32)
        vectors = np.empty((len(encoded), self.dimension), np.float32)
        # Texts of like length share a batch, so that little time goes into padding.
        order = sorted(range(len(encoded)), key=lambda index: len(encoded[index]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        rows = [[encoded[index] for index in batch] for batch in batches]
        with ThreadPoolExecutor(_THREADS) as pool:
            # The longest first, so that nobody waits for one long batch at the end.
            for batch, made in zip(batches[::-1], pool.map(self._run, rows[::-1]), strict=True):
                vectors[batch] = made
        return vectors

    def in_context(self, text: str) -> tuple[list[tuple[int, int]], Vectors]:
        """The word pieces of a text as code-point spans, and a unit row for each as it is meant there."""
        encoded = self._tokenizer.encode(text)
        ids = np.array([encoded.ids], np.int64)
        (hidden,) = self._session.run([_HIDDEN], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        rows = np.asarray(hidden[0], np.float32)
        return list(encoded.offsets), rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _run(self, rows: list[list[int]]) -> Vectors:
        ids = np.zeros((len(rows), max(map(len, rows))), np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        (vectors,) = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(FILES / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_LONGEST)
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        # Threads that wait by spinning would take a small machine from everyone else.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = (FILES / "model.onnx").read_bytes() + _also_output(_HIDDEN)
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _also_output(name: str) -> bytes:
    """Bytes that make a value inside the graph an output too: a protobuf message goes on with whatever is appended."""
    value = b"\x0a" + bytes([len(name)]) + name.encode() + b"\x12\x04\x0a\x02\x08\x01"  # ValueInfoProto, a float tensor
    output = b"\x62" + bytes([len(value)]) + value  # GraphProto.output
    return b"\x3a" + bytes([len(output)]) + output  # ModelProto.graph


def manifest() -> dict[str, Any]:
    """What the bundled files are, where they come from and their sha256."""
    content: dict[str, Any] = json.loads((FILES / "manifest.json").read_text(encoding="utf-8"))
    return content


def damaged_files() -> tuple[str, ...]:
    """The bundled files that are missing or do not have the sha256 of the manifest."""
    return tuple(name for name, digest in manifest()["files"].items() if _sha256(FILES / name) != digest)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

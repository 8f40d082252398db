"""The ONNX graph of all-MiniLM-L6-v2 with int8 weights, written node by node.

Weights are stored as int8 with one float scale per output channel (dense layers) or per row (word embeddings), and are
turned back into float32 when the session loads, so every processor computes the same numbers. Mean pooling and the
unit norm are inside the graph: token ids and their mask go in, one unit vector per text comes out.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12
OPSET = 20  # the first with a Gelu operator
Weights = Mapping[str, NDArray[np.float32]]


class GraphBuilder:
    """Collects nodes and constants; each method returns the name of what it adds."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: NDArray[np.generic]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def shape(self, *sizes: int) -> str:
        return self.constant(np.array(sizes, np.int64))

    def dense(self, source: str, *names: str) -> str:
        """One multiplication for the layers `names`, side by side."""
        weight = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        bias = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        scale = np.abs(weight).max(axis=0, keepdims=True) / 127
        whole = self.constant(np.rint(weight / scale).astype(np.int8))
        real = self.node("Cast", whole, to=TensorProto.FLOAT)
        product = self.node("MatMul", source, self.node("Mul", real, self.constant(scale.astype(np.float32))))
        return self.node("Add", product, self.constant(bias))

    def norm(self, source: str, name: str) -> str:
        gain, bias = (self.constant(self.weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.node("LayerNormalization", source, gain, bias, axis=-1, epsilon=EPSILON)


def build_graph(weights: Weights) -> onnx.ModelProto:
    """`input_ids` and `attention_mask`, int64 (texts, tokens) -> `embedding`, float32 (texts, 384), unit rows."""
    graph = GraphBuilder(weights)
    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    hidden = _embed(graph)
    kept = graph.node("Unsqueeze", mask, graph.shape(1, 2))
    penalty = graph.node(
        "Mul", graph.node("Sub", kept, graph.constant(np.float32(1))), graph.constant(np.float32(10000))
    )
    for layer in range(LAYERS):
        hidden = _layer(graph, hidden, penalty, f"encoder.layer.{layer}")
    pooled = _pool(graph, hidden, mask)
    graph.nodes.append(helper.make_node("Identity", [pooled], ["embedding"]))
    ids = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["texts", "tokens"])
        for n in ("input_ids", "attention_mask")
    ]
    out = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["texts", WIDTH])
    body = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2-int8", ids, [out], graph.constants)
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def _embed(graph: GraphBuilder) -> str:
    table = graph.weights["embeddings.word_embeddings.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1
    rows = graph.node("Gather", graph.constant(np.rint(table / scale).astype(np.int8)), "input_ids")
    scales = graph.node("Gather", graph.constant(scale.astype(np.float32)), "input_ids")
    words = graph.node("Mul", graph.node("Cast", rows, to=TensorProto.FLOAT), scales)
    # Every token is of type 0 here, so its vector joins the position's.
    places = (
        graph.weights["embeddings.position_embeddings.weight"]
        + graph.weights["embeddings.token_type_embeddings.weight"][0]
    )
    length = graph.node("Slice", graph.node("Shape", "input_ids"), graph.shape(1), graph.shape(2))
    position = graph.node("Slice", graph.constant(places), graph.shape(0), length, graph.shape(0))
    return graph.norm(graph.node("Add", words, position), "embeddings.LayerNorm")


def _layer(graph: GraphBuilder, hidden: str, penalty: str, name: str) -> str:
    attended = _attention(graph, hidden, penalty, f"{name}.attention.self")
    attended = graph.dense(attended, f"{name}.attention.output.dense")
    hidden = graph.norm(graph.node("Add", hidden, attended), f"{name}.attention.output.LayerNorm")
    wide = graph.node("Gelu", graph.dense(hidden, f"{name}.intermediate.dense"))
    narrow = graph.dense(wide, f"{name}.output.dense")
    return graph.norm(graph.node("Add", hidden, narrow), f"{name}.output.LayerNorm")


def _attention(graph: GraphBuilder, hidden: str, penalty: str, name: str) -> str:
    joined = graph.dense(hidden, f"{name}.query", f"{name}.key", f"{name}.value")
    split = graph.node("Reshape", joined, graph.shape(0, 0, 3 * HEADS, WIDTH // HEADS))
    split = graph.node("Transpose", split, perm=[0, 2, 1, 3])
    query, key, value = (
        graph.node("Slice", split, graph.shape(part * HEADS), graph.shape((part + 1) * HEADS), graph.shape(1))
        for part in range(3)
    )
    scores = graph.node("MatMul", query, graph.node("Transpose", key, perm=[0, 1, 3, 2]))
    scores = graph.node("Mul", scores, graph.constant(np.float32((WIDTH // HEADS) ** -0.5)))
    shares = graph.node("Softmax", graph.node("Add", scores, penalty), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.node("Reshape", mixed, graph.shape(0, 0, WIDTH))


def _pool(graph: GraphBuilder, hidden: str, mask: str) -> str:
    """The mean over real tokens, then the unit norm. The mean's divisor cancels in the norm."""
    kept = graph.node("Mul", hidden, graph.node("Unsqueeze", mask, graph.shape(2)))
    total = graph.node("ReduceSum", kept, graph.shape(1), keepdims=0)
    return graph.node("LpNormalization", total, axis=-1, p=2)

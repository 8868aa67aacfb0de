"""Write the tiny model bundle that the tests speak with: graphs of the real names and shapes, but with a few random
numbers as weights, so that every input matters and nothing means anything.

    python synth/synthtest/make_bundle.py      (needs numpy and onnx)
"""
import hashlib
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FOLDER = pathlib.Path(__file__).parent / "bundle"
S, D, K, L, H, C, T = 3, 8, 4, 6, 5, 7, 8
SYMBOLS = ["<pad>", "^", "$", " ", ",", ".", "?", "!", ";", ":", "—", "…"] + list("AIOWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹɾʃʊʌʒʔʤʧθᵊᵻɐ")
random = np.random.default_rng(1)


class Graph:
    """Collects nodes; `add` returns the name of the node's output."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def constant(self, value, kind=np.float32):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(value, kind), name))
        return name

    def add(self, op, *inputs, out=None, **attributes):
        name = out or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], **attributes))
        return name

    def dense(self, x, rows, columns, scale=0.3, out=None):
        return self.add("MatMul", x, self.constant(scale * random.standard_normal((rows, columns))), out=out)

    def save(self, name, inputs, outputs):
        value = lambda n, shape, kind=TensorProto.FLOAT: helper.make_tensor_value_info(n, kind, shape)
        graph = helper.make_graph(self.nodes, name, [value(*i) for i in inputs], [value(*o) for o in outputs], self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        (FOLDER / f"{name}.onnx").write_bytes(model.SerializeToString())


def text():
    g = Graph()
    symbol = g.add("Gather", g.constant(0.5 * random.standard_normal((len(SYMBOLS), H))), "phonemes")
    stress = g.add("Gather", g.constant(0.2 * random.standard_normal((3, H))), "stress")
    voice = g.dense(g.add("ReduceMean", "style", axes=[1], keepdims=1), D, H)
    hidden = g.add("Add", g.add("Add", symbol, stress), voice, out="hidden")
    lengths = np.full((len(SYMBOLS), 1), np.log(7.0))
    lengths[1:3], lengths[3], lengths[4:12] = np.log(20.0), np.log(0.35), np.log(12.0)
    axis = g.constant([2], np.int64)
    base = g.add("Squeeze", g.add("Gather", g.constant(lengths), "phonemes"), axis)
    more = g.add("Squeeze", g.dense(hidden, H, 1, 0.05), axis)
    g.add("Add", base, more, out="log_duration")
    g.add("Sub", more, g.constant(1.5), out="log_sigma")
    g.save("text", [("phonemes", [1, "N"], TensorProto.INT64), ("stress", [1, "N"], TensorProto.INT64), ("style", [1, S, D])],
           [("hidden", [1, "N", H]), ("log_duration", [1, "N"]), ("log_sigma", [1, "N"])])


def prior():
    g = Graph()
    laid = g.add("Squeeze", g.add("Gather", g.add("Mul", "hidden", "use_text"), "index", axis=1), g.constant([0], np.int64))
    both = g.add("Concat", laid, "place", axis=2)
    x = g.add("Reshape", both, g.constant([0, -1, T * (H + 4)], np.int64))
    share = g.add("Unsqueeze", "bank_weight", g.constant([2], np.int64))
    bank = g.add("ReduceSum", g.add("Mul", "bank", share), g.constant([1], np.int64), keepdims=1)
    voice = g.add("Add", g.add("ReduceMean", "style", axes=[1], keepdims=1), bank)
    cond = g.add("Tanh", g.add("Add", g.dense(x, T * (H + 4), C), g.dense(g.add("Mul", voice, "use_voice"), D, C)), out="cond")
    g.dense(cond, C, L, out="mean")
    g.save("prior", [("hidden", [1, "N", H]), ("index", ["G", "F"], TensorProto.INT64), ("place", ["G", "F", 4]), ("style", [1, S, D]),
                     ("bank", [1, "K", D]), ("bank_weight", [1, "K"]), ("use_text", [1]), ("use_voice", [1])],
           [("mean", ["G", "T", L]), ("cond", ["G", "T", C])])


def flow():
    g = Graph()
    pull = g.add("Sub", "mean", "x")
    push = g.add("Mul", g.dense("cond", C, L), "time")
    g.add("Add", pull, push, out="velocity")
    g.save("flow", [("x", [1, "T", L]), ("time", [1]), ("mean", [1, "T", L]), ("cond", [1, "T", C])], [("velocity", [1, "T", L])])


def decoder():
    g = Graph()
    frames = lambda width, scale, base, out: g.add("Add", g.add("Reshape", g.dense("latents", L, T * width, scale),
                                                                 g.constant([0, -1, width], np.int64)), g.constant(base), out=out)
    frames(100, 0.5, -4.0, "mel")
    axis = g.constant([2], np.int64)
    g.add("Squeeze", frames(1, 0.1, 5.0, None), axis, out="log_f0")
    g.add("Squeeze", g.add("Sigmoid", frames(1, 1.0, 0.5, None)), axis, out="voicing")
    g.save("decoder", [("latents", ["G", "T", L])], [("mel", ["G", "F", 100]), ("log_f0", ["G", "F"]), ("voicing", ["G", "F"])])


def vocoder():
    g = Graph()
    few = g.dense("mel", 100, 4, 0.02)
    more = g.add("Concat", few, *(g.add("Unsqueeze", n, g.constant([2], np.int64)) for n in ("log_f0", "voicing")), axis=2)
    for name in ("harmonic_magnitude", "noise_magnitude"):
        g.add("Exp", g.add("Sub", g.dense(more, 6, 513, 0.1), g.constant(2.5)), out=name)
    g.dense(more, 6, 513, 0.1, out="harmonic_phase")
    g.save("vocoder", [("mel", [1, "F", 100]), ("log_f0", [1, "F"]), ("voicing", [1, "F"])],
           [(n, [1, "F", 513]) for n in ("harmonic_magnitude", "harmonic_phase", "noise_magnitude")])


def reference():
    g = Graph()
    x = g.dense(g.add("Reshape", "mel", g.constant([0, 32, 400], np.int64)), 400, D, 0.02)
    g.dense(x, D, S, 1.0, out="logits")
    g.add("Tanh", x, out="states")
    g.save("reference", [("mel", ["B", 128, 100])], [("logits", ["B", 32, S]), ("states", ["B", 32, D])])


def style():
    g = Graph()
    g.add("Add", "pooled", g.constant(random.standard_normal((1, S, D))), out="style")
    g.save("style", [("pooled", [1, S, D])], [("style", [1, S, D])])


def main():
    FOLDER.mkdir(exist_ok=True)
    for make in (text, prior, flow, decoder, vocoder, reference, style):
        make()
    files = {p.name: {"sha256": hashlib.sha256(p.read_bytes()).hexdigest(), "bytes": p.stat().st_size} for p in sorted(FOLDER.glob("*.onnx"))}
    manifest = {"name": "test", "version": "1", "sample_rate": 24000, "hop": 256, "mel_bands": 100, "latent_frames": T, "latent_dim": L,
                "style_tokens": S, "style_dim": D, "bank_size": K, "reference_window": 128, "symbols": SYMBOLS,
                "defaults": {"steps": 4, "guidance_voice": 0.5, "guidance_text": 0.5, "start": 0.2, "temperature": 0.5}, "files": files}
    (FOLDER / "model.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

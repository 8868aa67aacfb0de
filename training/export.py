"""Stage 7: export. The trained networks become the ONNX graphs and the model card that the engine embeds.

    python -m training.export [--out assets/models] [--random] [--only prior.onnx ...]

Graphs, names, shapes and units are listed in training/README.md. Weights are stored as int8 or fp16 and computed with in fp32. Each graph is
run by ONNX Runtime and compared with PyTorch on fixed inputs before it replaces the old one. `--random` exports untrained networks.
"""
import argparse
import hashlib
import json
import pathlib

import numpy as np
import onnx
import torch
from torch import nn

from . import codec, common
from .model import Acoustic, Config
from .phonemes import SYMBOLS

DEFAULTS = {"steps": 0, "guidance_voice": 0.0, "guidance_text": 0.0, "start": 0.75, "temperature": 0.0}
VERSION = "1"
BANK = 128  # centroids that the program keeps of a voice, four times as many as in training: OVRL 0.016 higher, likeness the same (LOG.md)


class Style(nn.Module):
    def __init__(self, reference):
        super().__init__()
        self.reference = reference

    def forward(self, pooled):
        return self.reference.style(pooled)


class Decoder(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, latents):
        return codec.unstack(self.inner.decode(latents))


def graphs(model, decoder):
    """{file: (module, example inputs by name, output names, {name: {axis: what it counts}})}."""
    c = model.c
    torch.manual_seed(1)
    n, t, k = 23, 17, 9
    style, hidden = torch.randn(1, c.style_tokens, c.style_width), torch.randn(1, n, c.text_width)
    index = torch.sort(torch.randint(0, n, (3, 8 * t))).values
    one = torch.ones(1)
    return {
        "reference.onnx": (model.reference, {"mel": torch.randn(3, c.window, common.MELS) * 2 - 5}, ["logits", "states"],
                           {"mel": {0: "windows"}, "logits": {0: "windows"}, "states": {0: "windows"}}),
        "style.onnx": (Style(model.reference), {"pooled": style}, ["style"], {}),
        "text.onnx": (model.text, {"phonemes": torch.randint(1, c.symbols, (1, n)), "stress": torch.randint(0, 3, (1, n)), "style": style},
                      ["hidden", "log_duration", "log_sigma"], {k: {1: "symbols"} for k in "phonemes stress hidden log_duration log_sigma".split()}),
        "prior.onnx": (model.prior, {"hidden": hidden, "index": index, "place": torch.rand(3, 8 * t, 4), "style": style,
                                     "bank": torch.randn(1, k, c.style_width), "bank_weight": torch.full((1, k), 1 / k),
                                     "use_text": one, "use_voice": one}, ["mean", "cond"],
                       {"hidden": {1: "symbols"}, "index": {0: "grids", 1: "frames"}, "place": {0: "grids", 1: "frames"}, "bank": {1: "centroids"},
                        "bank_weight": {1: "centroids"}, "mean": {0: "grids", 1: "latents"}, "cond": {0: "grids", 1: "latents"}}),
        "flow.onnx": (model.flow, {"x": torch.randn(1, t, c.latent), "time": torch.tensor([0.3]), "mean": torch.randn(1, t, c.latent),
                                   "cond": torch.randn(1, t, c.width)}, ["velocity"], {k: {1: "latents"} for k in "x mean cond velocity".split()}),
        "decoder.onnx": (Decoder(decoder), {"latents": torch.randn(3, t, c.latent)}, ["mel", "log_f0", "voicing"],
                         {"latents": {0: "grids", 1: "latents"}} | {k: {0: "grids", 1: "frames"} for k in ("mel", "log_f0", "voicing")}),
    }


def shrink_weights(graph, kind):
    """Store large fp32 weights as fp16 behind a Cast or, for `int8`, matrices as int8 with a scale for each row or column,
    whichever loses less. ONNX Runtime folds these nodes away when it loads the graph: computation stays fp32."""
    nodes = []
    for w in list(graph.graph.initializer):
        values = onnx.numpy_helper.to_array(w)
        if values.dtype != np.float32 or values.size < 1024:
            continue
        name = w.name
        if kind == "int8" and values.ndim == 2 and min(values.shape) >= 16:
            kept, scale = min((quantise(values, axis) for axis in (0, 1)), key=lambda q: np.abs(q[0] * q[1] - values).mean())
            w.CopyFrom(onnx.numpy_helper.from_array(kept, name + "_int8"))
            graph.graph.initializer.append(onnx.numpy_helper.from_array(scale, name + "_scale"))
            nodes += [onnx.helper.make_node("Cast", [name + "_int8"], [name + "_cast"], to=onnx.TensorProto.FLOAT),
                      onnx.helper.make_node("Mul", [name + "_cast", name + "_scale"], [name])]
        else:
            w.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), name + "_half"))
            nodes.append(onnx.helper.make_node("Cast", [name + "_half"], [name], to=onnx.TensorProto.FLOAT))
    for node in reversed(nodes):
        graph.graph.node.insert(0, node)
    return graph


def quantise(values, axis):
    """(int8 values, fp32 scale broadcast along `axis`): symmetric, largest magnitude at 127."""
    scale = np.maximum(np.abs(values).max(axis, keepdims=True), 1e-12).astype(np.float32) / 127
    return np.round(values / scale).astype(np.int8), scale


def compare(path, module, inputs, outputs):
    """Largest difference between ONNX Runtime and PyTorch relative to the output's size."""
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    got = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]).run(outputs, {k: v.numpy() for k, v in inputs.items()})
    with torch.no_grad():
        want = module(*inputs.values())
    want = want if isinstance(want, tuple) else (want,)
    return max(float(np.abs(g - w.numpy()).max() / (np.abs(w.numpy()).max() + 1e-6)) for g, w in zip(got, want))


def export_graph(folder, name, module, inputs, outputs, axes, weights="fp16"):
    path = folder / (name + ".tmp")
    torch.onnx.export(module.eval(), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
                      dynamic_axes=axes, opset_version=17, dynamo=False)
    onnx.save(shrink_weights(onnx.load(path), weights), path)
    off = compare(path, module, inputs, outputs)
    if off > (2e-2 if weights == "fp16" else 0.2):
        raise SystemExit(f"{name}: ONNX and PyTorch differ by {off:.2g}")
    path.replace(folder / name)
    print(f"{name}: {(folder / name).stat().st_size / 1e6:.2f} MB, differs from PyTorch by {off:.1e} ({weights} weights)")


def voice_hash(folder):
    """What stands for the meaning of timbres in the model of a folder, as synth.Model.VoiceHash has it: the hash of the graphs that make and read
    them, or what its card says of an earlier model's."""
    card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    names = "prior.onnx", "reference.onnx", "style.onnx", "text.onnx"
    return card.get("voices") or hashlib.sha256("".join(card["files"][n]["sha256"] for n in names).encode()).hexdigest()


def write_card(folder, config, defaults, flow=False, voices=""):
    """model.json: what the engine reads, with the hash of every file. Its own hash is the model's name. flow: whether the flow is trained;
    the engine refuses steps where it is not. voices: hash of the voices that it takes over from an earlier model."""
    files = {p.name: {"sha256": hashlib.sha256(p.read_bytes()).hexdigest(), "bytes": p.stat().st_size} for p in sorted(folder.glob("*.onnx"))}
    card = {"name": "voicewright-k", "version": VERSION, "sample_rate": common.RATE, "hop": common.HOP, "mel_bands": common.MELS,
            "latent_frames": config.latent_frames, "latent_dim": config.latent, "style_tokens": config.style_tokens,
            "style_dim": config.style_width, "bank_size": BANK, "reference_window": config.window, "symbols": SYMBOLS,
            "flow": flow, "defaults": defaults, "voices": voices, "files": files}
    temporary = folder / "model.json.tmp"
    temporary.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(folder / "model.json")
    print("model", hashlib.sha256((folder / "model.json").read_bytes()).hexdigest()[:12])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--out", type=pathlib.Path, default=common.ROOT / "assets" / "models")
    p.add_argument("--vocoder", type=pathlib.Path, default=common.WORK / "export" / "vocoder.onnx")
    p.add_argument("--weights", choices=["fp16", "int8"], default="int8")
    p.add_argument("--random", action="store_true")
    p.add_argument("--checkpoint", type=pathlib.Path)
    p.add_argument("--only", nargs="+", help="graphs to replace; the others stay as they are, and so do the voices that were made with them")
    for k, v in DEFAULTS.items():
        p.add_argument("--" + k.replace("_", "-"), type=type(v), default=v)
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    if a.random:
        model = Acoustic(Config()).eval()
    else:
        from . import acoustic
        model, state = acoustic.load(a.checkpoint or acoustic.PATH)
        print(f"acoustic model of step {state['step']}, {state['hours']:.1f} h drawn")
    if a.only and {"reference.onnx", "style.onnx"} & set(a.only):
        raise SystemExit("other graphs to make voices with need all graphs, and all voices made again")
    voices = voice_hash(a.out) if a.only else ""
    for name, (module, inputs, outputs, axes) in graphs(model, codec.load()).items():
        if not a.only or name in a.only:
            export_graph(a.out, name, module, inputs, outputs, axes, a.weights)
    if a.vocoder.exists() and not a.only:
        vocoder = a.out / "vocoder.onnx.tmp"
        onnx.save(shrink_weights(onnx.load(a.vocoder), a.weights), vocoder)
        vocoder.replace(a.out / "vocoder.onnx")
    flow = bool(model.flow.head.weight.any())  # zero until it has learned something
    write_card(a.out, model.c, {k: getattr(a, k) for k in DEFAULTS}, flow, voices)


if __name__ == "__main__":
    main()

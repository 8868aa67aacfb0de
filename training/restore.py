"""Stage 0 on a fresh machine: checkpoints out of the committed graphs, so that training goes on where the released weights stand.

    python -m training.restore [--models assets/models] [--hours 109.6] [--vocoder-hours 59.3] [--force]

Writes acoustic/last.pt and vocoder/last.pt without optimisers (`train` warms up anew), and codec/linear.npz, whose basis every later
model must share. The graphs name biases, but matrices are transposed and anonymous; so an untrained network of random weights is
exported by the same code, its nodes that hold weights are walked beside the committed ones, and each initialiser goes to the parameter that its
counterpart was made of. Weights come back as they are stored, with the rounding of int8. What no graph holds starts anew: the
speaker classifier, and the codec's analysis, which is the pseudo-inverse of the synthesis (its rows are orthogonal).
"""
import argparse
import dataclasses
import pathlib
import tempfile
import warnings

import numpy as np
import onnx
import torch

from . import acoustic, codec, common, export, vocoder
from .model import Acoustic, Config
from .vocoder_model import Exported, Vocoder

SHRUNK = ("_int8", "_scale", "_half", "_cast")


def plain(graph):
    """(nodes, {name: float32 array}) of a graph as it was before export.shrink_weights."""
    stored = {w.name: onnx.numpy_helper.to_array(w) for w in graph.graph.initializer}
    values = {k: v.astype(np.float32) for k, v in stored.items() if not k.endswith(SHRUNK) and v.dtype == np.float32}
    for k, v in stored.items():
        if k.endswith("_int8"):
            values[k[:-5]] = v * stored[k[:-5] + "_scale"]
        elif k.endswith("_half"):
            values[k[:-5]] = v.astype(np.float32)
    nodes = [n for n in graph.graph.node if not any(i.endswith(SHRUNK) for i in n.input)]
    for n in nodes:
        if n.op_type == "Identity" and n.input[0] in values:  # equal weights are stored once
            values[n.output[0]] = values[n.input[0]]
    return [n for n in nodes if n.op_type != "Identity"], values


def forms(tensor):
    """How the exporter may store a parameter: pairs of the stored array and where its values go, (view of the tensor, what was added).
    Linear layers are transposed, the rows of Prior.kind are single; an adaptive norm's `shift` is cut in four, one added to its scales."""
    v = tensor.numpy()
    yield v, (v, 0)
    if v.ndim == 2:
        yield v.T, (v.T, 0)
    if v.shape[:-1] == (1, 1):
        for part in np.split(v, 4, -1):
            yield part, (part, 0)
            yield part + np.float32(1), (part, 1)
    elif v.ndim == 3 and v.shape[2] > 1:
        for row in v:
            yield row, (row, 0)


def copy_weights(module, committed, inputs, outputs, axes):
    """Set the parameters and buffers of `module` to what the committed graph holds. Returns the names of those it does not hold."""
    torch.manual_seed(0)
    kept = {k: v.clone() for k, v in module.state_dict().items()}
    tensors = {k: v for k, v in module.state_dict().items() if v.is_floating_point()}
    for v in tensors.values():
        v.copy_(torch.randn(v.shape) * 0.05)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = pathlib.Path(folder) / "random.onnx"
        torch.onnx.export(module.eval(), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
                          dynamic_axes=axes, opset_version=17, dynamo=False)
        mine, known = plain(onnx.load(path))
    theirs, values = plain(onnx.load(committed))
    # How shapes are computed depends on the day's code and exporter; only nodes that hold weights are walked.
    mine, theirs = ([n for n in nodes if any(i in held for i in n.input)] for nodes, held in ((mine, known), (theirs, values)))
    if [n.op_type for n in mine][:len(theirs)] != [n.op_type for n in theirs]:  # layers at the end may be younger than the release
        raise SystemExit(f"{committed}: another architecture than {type(module).__name__} of this code")
    stored = {}  # first value of the array -> arrays that may be meant
    for k, v in tensors.items():
        for array, goal in forms(v):
            stored.setdefault(float(array.flat[0]), []).append((k, array.copy(), goal))
    found = {}
    for a, b in zip(mine, theirs):
        for name, other in zip(a.input, b.input):
            for k, array, (view, added) in stored.get(float(known[name].flat[0]), []) if name in known and other in values else []:
                if array.shape == known[name].shape and np.array_equal(array, known[name]):
                    view[...] = values[other].reshape(view.shape) - np.float32(added)
                    found[k] = found.get(k, 0) + view.size
    missing = [k for k, v in tensors.items() if found.get(k, 0) < v.numel()]
    for k in missing:
        tensors[k].copy_(kept[k])
    return missing


def restore(module, path, inputs, outputs, axes):
    """Load a committed graph into `module` and compare the two; what the graph lacks keeps its value."""
    missing = copy_weights(module, path, inputs, outputs, axes)
    off = export.compare(path, module.eval(), inputs, outputs)
    print(f"{path.name}: differs from ONNX Runtime by {off:.1e}; not in it: {', '.join(missing) or 'nothing'}", flush=True)
    if off > 1e-3:
        raise SystemExit(f"{path}: the restored network is not the committed one")


def invert(decoder):
    """Fill a codec's analysis and variance from its synthesis (codec.fit: rows are principal components times eigenvalue ** power)."""
    decoder.analysis.copy_(torch.linalg.pinv(decoder.synthesis.double()).float())
    size = decoder.synthesis.double().square().sum(1)  # squared scale of each latent; its variance is eigenvalue / scale ** 2
    variance = size.float() ** (0.5 / codec.Config.power - 1)
    decoder.variance.copy_(variance / variance.mean())


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--models", type=pathlib.Path, default=common.ROOT / "assets" / "models")
    p.add_argument("--hours", type=float, default=0, help="hours that the acoustic model has drawn, as its card says")
    p.add_argument("--vocoder-hours", type=float, default=0)
    p.add_argument("--force", action="store_true", help="replace checkpoints that are there")
    a = p.parse_args()
    places = acoustic.PATH, codec.PATH, common.WORK / "vocoder" / "last.pt"
    if not a.force and any(f.exists() for f in places):
        raise SystemExit("there are checkpoints already; --force replaces them")

    model, decoder = Acoustic(Config()), codec.Codec()
    for name, parts in export.graphs(model, decoder).items():
        restore(parts[0], a.models / name, *parts[1:])
    invert(decoder)
    codec.PATH.parent.mkdir(parents=True, exist_ok=True)
    np.savez(codec.PATH, **{k: getattr(decoder, k).numpy() for k in ("mean", "analysis", "synthesis", "variance")})

    losses = acoustic.Losses(acoustic.Config(), model.c, decoder.variance)
    losses.acoustic.load_state_dict(model.state_dict())
    weights = losses.state_dict()
    common.save_checkpoint(acoustic.PATH, {"weights": weights, "average": {k: v.clone() for k, v in weights.items()}, "step": 0, "hours": a.hours,
                                           "model": dataclasses.asdict(model.c), "config": dataclasses.asdict(acoustic.Config())})

    voice = Vocoder()
    frames = {k: {1: "frames"} for k in vocoder.INPUTS + vocoder.OUTPUTS}
    example = dict(zip(vocoder.INPUTS, (torch.randn(1, 40, common.MELS) - 4, torch.full((1, 40), 5.0), torch.ones(1, 40))))
    restore(Exported(voice), a.models / "vocoder.onnx", example, list(vocoder.OUTPUTS), frames)
    common.save_checkpoint(common.WORK / "vocoder" / "last.pt", {"model": voice.state_dict(), "average": voice.state_dict(), "steps": 0, "judge_steps": 0,
                                                                 "hours": a.vocoder_hours, "seconds": 0.0})


if __name__ == "__main__":
    with torch.no_grad():
        main()

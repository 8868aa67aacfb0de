"""A model that was exported comes back. Run: python -m pytest training/test_restore.py"""
import numpy as np
import torch

from . import codec, export, restore
from .model import Acoustic, Config


def test_exported_weights_come_back(tmp_path):
    small = Config(text_blocks=1, window_blocks=1, prior_blocks=2, flow_blocks=1, width=64, heads=2)
    model, decoder = Acoustic(small).eval(), codec.Codec(codec.Config())
    wanted = Acoustic(small).eval()
    with torch.no_grad():
        for p in [*wanted.parameters(), decoder.synthesis, decoder.mean]:
            p.copy_(torch.randn(p.shape) * 0.05)
        for name, (module, inputs, outputs, axes) in export.graphs(wanted, decoder).items():
            export.export_graph(tmp_path, name, module, inputs, outputs, axes, "int8")
        for name, parts in export.graphs(model, decoder).items():
            restore.restore(parts[0], tmp_path / name, *parts[1:])
        for (name, got), want in zip(model.state_dict().items(), wanted.state_dict().values()):
            assert torch.allclose(got, want, atol=0.002), name


def test_the_codec_is_inverted():
    rng = np.random.default_rng(0)
    vectors, values = np.linalg.qr(rng.normal(size=(816, 96)))[0], np.geomspace(100, 1, 96)
    scale = values ** codec.Config.power
    scale = scale * np.sqrt(np.mean(values / scale ** 2))  # as codec.fit does it
    decoder = codec.Codec()
    decoder.synthesis.copy_(torch.from_numpy((vectors * scale).T))
    restore.invert(decoder)
    assert np.allclose(decoder.analysis, vectors / scale, atol=1e-5)
    assert np.allclose(decoder.variance, values / scale ** 2, rtol=1e-4)

"""Train the vocoder, resume it, export it: python -m training.vocoder --minutes 120

State lies in $VOICEWRIGHT_WORK/vocoder/last.pt, the log in log.txt beside it, the exported graph (averaged weights) in
$VOICEWRIGHT_WORK/export/vocoder.onnx. First the spectral energy distance alone, then small discriminators join.
"""
import argparse
import copy
import dataclasses
import os
import signal
import time
import warnings

import numpy as np
import torch

from . import common
from .common import FRAMES_PER_SECOND, HOP, WORK, save_checkpoint
from .vocoder_data import Segments, excite
from .vocoder_losses import (RESOLUTIONS, Discriminators, adversarial, band_mask, discriminator_loss, energy_distance, phase_loss,
                             triangle)
from .vocoder_model import BINS, Exported, Vocoder, VocoderConfig, filtered, inverse, spectrum

PHASE_TOP = 5000.0  # Hz; above it the filter's phase is left to the spectral distance
EDGE = 2  # frames cut from both ends of a segment before the losses: the reflected edges are no speech
INPUTS, OUTPUTS = ("mel", "log_f0", "voicing"), ("harmonic_magnitude", "harmonic_phase", "noise_magnitude")


@dataclasses.dataclass
class TrainConfig:
    frames: int = 48  # of a segment
    batch: int = 8  # small: one CPU makes few steps
    rate: float = 1e-3
    warm_up: int = 200  # steps
    minutes: float = 120  # of training in all; the learning rate falls over them by half a cosine, to a tenth
    average: float = 0.998  # of the weights, a step
    resolutions: int = 2  # drawn a step out of the loss's five
    phase_weight: float = 0.5
    adversarial_hours: float = 12  # of audio drawn before the discriminators join
    discriminator_rate: float = 5e-4
    adversarial_weight: float = 0.15
    feature_weight: float = 0.5
    seed: int = 1
    compiled: bool = False  # on CPU it saves a quarter of the time, but wants minutes and a C++ compiler first


class Trainer:
    """Owns the network, its average, the optimisers and the counters; `step` draws a batch and learns from it."""

    def __init__(self, config, folder=None, device=None):
        self.config, self.folder = config, folder or WORK / "vocoder"
        self.device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(config.seed)
        self.model = Vocoder(VocoderConfig()).to(self.device)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        self.judge = Discriminators().to(self.device)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), config.rate, betas=(0.8, 0.99), weight_decay=0.01, fused=True)
        self.judge_optimiser = torch.optim.AdamW(self.judge.parameters(), config.discriminator_rate, betas=(0.5, 0.9), fused=True)
        self.steps, self.judge_steps, self.hours, self.seconds = 0, 0, 0.0, 0.0  # hours drawn, seconds trained
        self.resume()
        self.mixed = common.mixed(self.device)
        fuse = (lambda f: torch.compile(f, dynamic=False)) if config.compiled else (lambda f: f)
        self.network, self.filtered, self.triangle, self.phase_loss = (fuse(f) for f in (self.model, filtered, triangle, phase_loss))
        self.segments = Segments(config.frames, config.batch, config.seed + self.steps)
        self.choice = np.random.default_rng(config.seed + self.steps)

    def parts(self):
        return {"model": self.model, "average": self.average, "judge": self.judge,
                "optimiser": self.optimiser, "judge_optimiser": self.judge_optimiser}

    def resume(self):
        path = self.folder / "last.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=self.device, weights_only=True)
        for name, part in self.parts().items():
            if name.startswith("judge") and state["judge_steps"] == 0 or name not in state:
                continue  # untrained: its shape may have changed since; a restored state has no optimisers
            part.load_state_dict(state[name])
        self.steps, self.judge_steps, self.hours, self.seconds = (state[k] for k in ("steps", "judge_steps", "hours", "seconds"))

    def save(self):
        state = {name: part.state_dict() for name, part in self.parts().items()}
        save_checkpoint(self.folder / "last.pt", state | {"steps": self.steps, "judge_steps": self.judge_steps,
                                                          "hours": float(self.hours), "seconds": self.seconds})

    def learning_rate(self):
        done = min(1, self.seconds / 60 / self.config.minutes)
        return min(1, (self.steps + 1) / self.config.warm_up) * (0.55 + 0.45 * np.cos(np.pi * done))

    def step(self):
        """One batch; returns the figures of the log."""
        c = self.config
        batch = {k: v.to(self.device) for k, v in self.segments.draw().items()}
        n = c.frames
        with self.mixed:
            logs = self.network(batch["mel"], batch["log_f0"], batch["voicing"])
        with torch.no_grad():
            target = spectrum(batch["wave"], n)
            pulses, noise = excite(batch, target, self.model.first_phase(batch["mel"]), draws=2)
            target, pulses, noise = (torch.view_as_real(s) for s in (target, spectrum(pulses, n), spectrum(noise, n)))
        mixed = self.filtered(pulses, noise.unflatten(0, (2, -1)), *logs)
        draws = inverse(torch.view_as_complex(mixed).flatten(0, 1))[:, EDGE * HOP:-EDGE * HOP].unflatten(0, (2, -1))
        wave = batch["wave"][:, EDGE * HOP:-EDGE * HOP]
        chosen = [RESOLUTIONS[i] for i in self.choice.choice(len(RESOLUTIONS), c.resolutions, replace=False)]
        distance, plain = energy_distance(wave, draws, batch["bandwidth"], chosen, self.triangle, batch["repel"])
        phase = self.phase_loss(target, pulses, logs[1], batch["true_voicing"], band_mask(batch["bandwidth"].clamp(max=PHASE_TOP), BINS))
        loss = distance + c.phase_weight * phase
        figures = {"distance": distance, "plain": plain, "phase": phase}
        if self.hours >= c.adversarial_hours:
            # the generator may learn from the discriminators only after they have seen something
            ready = min(1.0, self.judge_steps / 400)
            which = int(self.choice.integers(len(self.judge.each)))
            with self.mixed:
                judged, wanted = discriminator_loss(self.judge, which, wave, draws[0].detach(), batch["bandwidth"])
            self.judge_optimiser.zero_grad()
            judged.backward()
            self.judge_optimiser.step()
            with self.mixed:
                fool, features = adversarial(self.judge, which, wanted, draws[0], batch["bandwidth"])
            loss = loss + ready * (c.adversarial_weight * fool + c.feature_weight * features)
            figures |= {"judge": judged, "fool": fool, "features": features}
            self.judge_steps += 1
        for group in self.optimiser.param_groups:
            group["lr"] = float(c.rate * self.learning_rate())
        self.optimiser.zero_grad()
        loss.backward()
        figures["gradient"] = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if torch.isfinite(figures["gradient"]):
            self.optimiser.step()
        self.steps += 1
        decay = min(c.average, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - decay)
        self.hours += c.batch * n / FRAMES_PER_SECOND / 3600
        return {k: float(v.detach()) for k, v in figures.items()}

    def run(self, minutes):
        """Train for so many minutes or until the configured total; save every 3 minutes and when asked to end, log every minute, export every 15."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stop = []
        signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
        start = saved = logged = exported = last = time.monotonic()
        sums, count, hours = {}, 0, self.hours
        with open(self.folder / "log.txt", "a") as log:
            while not stop and last - start < minutes * 60 and self.seconds < self.config.minutes * 60:
                for k, v in self.step().items():
                    sums[k] = sums.get(k, 0) + v
                count += 1
                now = time.monotonic()
                self.seconds += now - last
                last = now
                if now - logged > 60:
                    text = " ".join(f"{k} {v / count:.4f}" for k, v in sums.items())
                    speed = (self.hours - hours) * 3600 / (now - logged)
                    line = f"{self.seconds / 60:.1f} min, step {self.steps}, {self.hours:.2f} h drawn, {speed:.1f} audio s/s: {text}"
                    print(line, flush=True)
                    print(line, file=log, flush=True)
                    sums, count, hours, logged = {}, 0, self.hours, now
                if now - saved > 180:
                    self.save()
                    self.segments.refresh()
                    saved = now
                if now - exported > 900:
                    export(self.average, WORK / "export" / "vocoder.onnx")
                    exported = now
        self.save()
        export(self.average, WORK / "export" / "vocoder.onnx")


def export(vocoder, path):
    """Write the network as ONNX: inputs and outputs as INPUTS and OUTPUTS name them, batch 1, any number of frames."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    graph = Exported(copy.deepcopy(vocoder).cpu().eval())
    example = (torch.zeros(1, 40, 100), torch.full((1, 40), 5.0), torch.ones(1, 40))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(graph, example, str(temporary), input_names=list(INPUTS), output_names=list(OUTPUTS), opset_version=17,
                          dynamic_axes={name: {1: "frames"} for name in INPUTS + OUTPUTS}, dynamo=False)
    temporary.replace(path)


def load(path=None):
    """The averaged network of a training state, for listening and export."""
    state = torch.load(path or WORK / "vocoder" / "last.pt", map_location="cpu", weights_only=True)
    vocoder = Vocoder(VocoderConfig())
    vocoder.load_state_dict(state["average"])
    return vocoder.eval().requires_grad_(False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60, help="how long this run may take")
    parser.add_argument("--export", action="store_true", help="only export the last state")
    parser.add_argument("--threads", type=int, default=int(os.environ.get("OMP_NUM_THREADS", 1)))
    for field in dataclasses.fields(TrainConfig):
        parser.add_argument(f"--{'total-' if field.name == 'minutes' else ''}{field.name.replace('_', '-')}",
                            dest=f"c_{field.name}", type=(lambda s: s == "yes") if field.type is bool else field.type, default=field.default)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if arguments.export:
        export(load(), WORK / "export" / "vocoder.onnx")
        return
    config = TrainConfig(**{f.name: getattr(arguments, f"c_{f.name}") for f in dataclasses.fields(TrainConfig)})
    Trainer(config).run(arguments.minutes)


if __name__ == "__main__":
    main()

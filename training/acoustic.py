"""Stage 5: train the acoustic model. Resumes by itself; the averaged weights are what is exported.

    python -m training.acoustic --minutes 60 [--flow-after 20] [--rate 8e-4] [--decay 40]
    python -m training.acoustic --minutes 60 --only-flow                             # on a prior that stays as it is
    torchrun --nproc-per-node 2 -m training.acoustic ...      # one thread on each of two cores, gradients averaged

`--flow-after` is how many hours of audio the regression prior learns alone before the flow joins. In the last `--decay` minutes of a run the
rate falls by half a cosine to a twentieth. With `--critic` the critics of training.critic sharpen the
regression, with `--words` and `--voice` the listeners of training.listener keep it intelligible and like its owner.
"""
import argparse
import dataclasses
import math
import os
import random
import time

import torch
from torch import distributed, nn
from torch.nn import functional as F

from . import batches, common, listener
from .critic import Critic
from .ear import Ear
from .model import Acoustic, Config as Model, centroids, pool

PATH = common.WORK / "acoustic" / "last.pt"


@dataclasses.dataclass
class Config:
    rate: float = 8e-4
    warm_up: int = 300  # steps, after a start without an optimiser's state
    decay: float = 0.0  # minutes at the end of a run in which the rate falls
    average: float = 0.9995  # of the averaged weights, reached gradually
    flow_after: float = 20.0  # hours drawn
    flow_draws: int = 2  # noise levels for each pass of the prior
    only_flow: bool = False  # train nothing else: at three times the speed, and what speaks already cannot get worse
    drop_voice: float = 0.1
    drop_text: float = 0.1
    drop_both: float = 0.05
    duration_weight: float = 0.3
    speaker_weight: float = 0.05
    clip: float = 1.0
    critic: float = 0.0  # size of the critics' gradient at the latents beside that of the regression; 0 trains none
    critic_rate: float = 4e-4
    words: float = 0.0  # the same of the listener to the words
    voice: float = 0.0  # of the listener to the voice
    ear: float = 0.0  # and of training.ear


def voice_of(model, batch, bank):
    """Style tokens [G, S, D], bank [G, K, D] of so many centroids and its weights [G, K] of the batch's references."""
    r = model.reference
    g, w, f, m = batch["reference"].shape
    there = torch.arange(w, device=r.token.device)[None] < batch["windows"][:, None]
    flat = batch["reference"].reshape(g * w, f, m)[there.reshape(-1)]
    logits, states = r(flat)
    def spread(x):
        out = x.new_zeros(g * w, *x.shape[1:])
        return out.index_put((there.reshape(-1).nonzero()[:, 0],), x).reshape(g, -1, x.shape[-1])
    logits, states = spread(logits), spread(states)
    keep = there[..., None].expand(-1, -1, f // 4).reshape(g, -1)
    return (r.style(pool(logits.float(), states.float(), keep)), *centroids(states.float(), keep, bank))


class Losses(nn.Module):
    """The model with what only training needs: a speaker classifier on the style tokens, so that they learn voices early."""

    def __init__(self, config, model, variance):
        super().__init__()
        self.config, self.acoustic = config, Acoustic(model)
        self.speakers = nn.Linear(model.style_width, batches.SPEAKERS)
        weight = variance.sqrt()
        self.register_buffer("weight", weight / weight.mean(), persistent=False)

    def voice(self, batch):
        """Style tokens [G, S, D], bank [G, K, D] and its weights [G, K] of the batch's references."""
        return voice_of(self.acoustic, batch, self.acoustic.c.bank)

    def forward(self, batch, with_flow=True, dropping=True):
        """Dict of losses; `total` is what to minimise."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.config.only_flow):
            out, latents, mean, cond, keep = self.regress(batch, dropping)
        if with_flow:
            out["flow"] = self.flow(latents, mean.detach(), cond, keep, batch["lengths"])
            out["total"] = out["flow"] if self.config.only_flow else out["total"] + out["flow"]
        return out

    def regress(self, batch, dropping):
        """Losses of all but the flow; latents and their mean [B, T, L], cond [B, T, width], and which of them count [B, T, 1]."""
        c, a = self.config, self.acoustic
        style, bank, bank_weight = self.voice(batch)
        group = batch["group"]
        speaker = F.cross_entropy(self.speakers(style.mean(1)), batch["speaker"])
        style, bank, bank_weight = style[group], bank[group], bank_weight[group]
        hidden, log_duration, log_sigma = a.text(batch["symbols"], batch["stress"], style, batch["counts"])
        real = batches.counted(batch["counts"], hidden.shape[1])
        log_sigma = log_sigma.clamp(min=-1.6)  # a space that is always silent must not outweigh all else on the day when it is not
        off = (batch["log_duration"] - log_duration) * torch.exp(-log_sigma)
        duration = ((F.huber_loss(off, torch.zeros_like(off), reduction="none", delta=3.0) + log_sigma) * real).sum() / real.sum()
        b = len(hidden)
        u = torch.rand(b, device=hidden.device) if dropping else torch.ones(b, device=hidden.device)
        both, voice, text = c.drop_both, c.drop_voice, c.drop_text
        use_voice = ((u > both + voice)).float()
        use_text = ((u > both) & ~((u > both + voice) & (u <= both + voice + text))).float()
        mean, cond = a.prior(hidden, batch["index"], batch["place"], style, bank, bank_weight, use_text, use_voice, batch["lengths"])
        z = batch["latents"]
        keep = batches.counted(batch["lengths"], z.shape[1])[..., None]
        whole = keep.sum() * z.shape[-1]
        prior = ((mean - z) ** 2 * self.weight * keep).sum() / whole
        out = {"prior": prior, "duration": duration, "speaker": speaker}
        said = batch["symbols"].gather(1, batch["index"])
        self.drawn = (mean.float(), z, keep[..., 0] * (use_voice * use_text)[:, None], said,  # for the coach
                      style.mean(1).detach().float())
        out["total"] = prior + c.duration_weight * duration + c.speaker_weight * speaker
        return out, z, mean, cond, keep

    def flow(self, z, mean, cond, keep, lengths):
        """Mean squared error of the velocity from noise to the latents, at several noise levels a clip."""
        n = self.config.flow_draws
        rep = lambda x: x.repeat(n, *[1] * (x.dim() - 1))
        t = torch.rand(n * len(z), device=z.device)
        t = 0.5 * t + 0.5 * torch.sigmoid(torch.randn_like(t))  # a little denser in the middle
        noise, target, keep = torch.randn(n * len(z), *z.shape[1:], device=z.device), rep(z), rep(keep)
        x = (1 - t)[:, None, None] * noise + t[:, None, None] * target
        v = self.acoustic.flow(x, t, rep(mean), rep(cond), rep(lengths))
        return ((v - (target - noise)) ** 2 * keep).sum() / (keep.sum() * z.shape[-1])


class Coach:
    """The critics, which learn beside the model, the listeners, which have learned before, and how they steer it."""

    def __init__(self, config, model, codec, device):
        self.config, self.steps = config, 0
        self.critic, self.listeners = Critic(model, codec).to(device), []
        self.optimiser = torch.optim.AdamW(self.critic.parameters(), config.critic_rate, betas=(0.5, 0.9), fused=True)
        if config.words or config.voice:
            self.listeners = [pair.to(device) for pair in listener.load_all()]
        self.ear = Ear(codec).to(device) if config.ear else None

    def state_dict(self):
        return {"critic": self.critic.state_dict(), "optimiser": self.optimiser.state_dict(), "steps": self.steps}

    def load_state_dict(self, state):
        self.critic.load_state_dict(state["critic"])
        if "steps" in state and "listener" not in state:  # else of a run that led the listeners as well: what is led warms up anew
            self.optimiser.load_state_dict(state["optimiser"])
            self.steps = state["steps"]

    def __call__(self, losses):
        """Train the critics on what `losses` has just drawn. Returns a loss whose gradient at the latents points where they advise, each
        so long beside that of the regression as `config` says, and the figures to show."""
        c, (mean, z, keep, said, style) = self.config, losses.drawn
        advice, shown = [], {}
        if c.critic:
            about = said, style, keep, int(torch.randint(max(1, z.shape[1] - Critic.STRETCH + 1), ()))
            judged, wanted = self.critic.judge(mean.detach(), z, *about)
            shown["judged"] = judged.detach()
            self.optimiser.zero_grad(set_to_none=True)
            judged.backward()
            self.optimiser.step()
            gradient, shown["displeasure"] = self.critic.advise(mean, wanted, *about)
            advice.append((c.critic, gradient))
        self.steps += 1
        if self.listeners:
            heard = random.choice(self.listeners)
            with torch.no_grad():
                owner = heard.voices(z, keep)
            (words, shown["words"]), (voice, shown["voice"]) = heard.advise(mean, owner, said, keep)
            advice += [(c.words, words), (c.voice, voice)]
        if self.ear:
            gradient, shown["ear"] = self.ear.advise(mean, z, keep)
            advice.append((c.ear, gradient))
        own = ((mean.detach() - z) * losses.weight * keep[..., None] * 2 / (keep.sum() * z.shape[-1])).norm() * min(1, self.steps / 300)
        return (mean * sum(size * own / (gradient.norm() + 1e-12) * gradient for size, gradient in advice)).sum(), shown


def load(path=PATH):
    """The averaged model of a checkpoint."""
    state = torch.load(path, weights_only=False, map_location="cpu")
    model = Acoustic(Model(**state["model"]))
    prefix = "acoustic."
    model.load_state_dict({k[len(prefix):]: v for k, v in state["average"].items() if k.startswith(prefix)})
    return model.eval(), state


def average_gradients(parameters, stop):
    """Mean of the gradients over all processes, in place; True when any process wants to stop."""
    for p in parameters:
        if p.grad is None:
            p.grad = torch.zeros_like(p)
    flat = torch.cat([p.grad.reshape(-1) for p in parameters] + [torch.full((1,), float(stop))])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    at = 0
    for p in parameters:
        p.grad.copy_(flat[at:at + p.numel()].view_as(p))
        at += p.numel()
    return bool(flat[-1] > 0)


def train(config, minutes):
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if world > 1:
        distributed.init_process_group("gloo")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(1)
        torch.set_flush_denormal(True)
    model = Model()
    draw = batches.Batches(batches.Config(), model, seed=int(time.time()) * 16 + rank)
    losses = Losses(config, model, draw.codec.variance).to(device)
    optimiser = torch.optim.AdamW(losses.parameters(), config.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    torch.manual_seed(int(time.time()) * 16 + rank)
    step, hours, cold = 0, 0.0, 0  # cold: the step that the optimiser began with
    average = {k: v.detach().clone() for k, v in losses.state_dict().items()}
    if PATH.exists():
        state = torch.load(PATH, weights_only=False, map_location=device)
        losses.load_state_dict(state["weights"])
        step, hours, average, cold = state["step"], state["hours"], state["average"], state.get("cold", 0)
        if "optimiser" in state:
            optimiser.load_state_dict(state["optimiser"])
        else:
            cold = step  # restored from the released graphs: moments and average build up anew
    moving = [k for k, v in losses.state_dict().items() if v.is_floating_point() and (not config.only_flow or k.startswith("acoustic.flow."))]
    for name, p in losses.named_parameters():
        p.requires_grad_(name in moving)
    coach = Coach(config, model, draw.codec, device) if config.critic or config.words or config.voice or config.ear else None
    if coach and PATH.exists() and "coach" in state:
        coach.load_state_dict(state["coach"])
    print(f"{sum(p.numel() for p in losses.acoustic.parameters()) / 1e6:.1f} M parameters, {sum(len(v) for s in draw.sets for v in s.values())} clips "
          f"of {sum(map(len, draw.sets))} speakers, at step {step}, {hours:.1f} h drawn", flush=True)
    mixed = common.mixed(device)
    losses.train()
    begin = saved = time.time()
    end, sums, seconds, stop = begin + minutes * 60, {}, 0.0, False
    while not stop:
        stop = time.time() >= end
        batch = {k: v.to(device) for k, v in draw().items()}
        flowing = config.only_flow or hours >= config.flow_after
        left = min(1, (end - time.time()) / 60 / config.decay) if config.decay else 1
        optimiser.param_groups[0]["lr"] = config.rate * min(1, (step + 1 - cold) / config.warm_up) * (0.525 - 0.475 * math.cos(math.pi * max(0, left)))
        with mixed:
            got = losses(batch, with_flow=flowing)
            if coach:
                steer, shown = coach(losses)
                got = got | shown | {"total": got["total"] + steer}
        optimiser.zero_grad(set_to_none=True)
        got["total"].backward()
        if world > 1:
            stop = average_gradients([p for n, p in losses.named_parameters() if p.requires_grad and (flowing or not n.startswith("acoustic.flow."))], stop)
        norm = nn.utils.clip_grad_norm_(losses.parameters(), config.clip)
        if math.isfinite(float(norm)):
            optimiser.step()
        step += 1
        decay = min(config.average, (step + 1 - cold) / (step + 20 - cold))
        with torch.no_grad():
            now = losses.state_dict()
            for k in moving:
                average[k].lerp_(now[k], 1 - decay)
        drawn = float(batch["lengths"].sum()) * model.latent_frames / common.FRAMES_PER_SECOND * world
        seconds += drawn
        hours += 0 if config.only_flow else drawn / 3600  # of the prior
        for k, v in got.items():
            sums.setdefault(k, []).append(float(v.detach()))
        if rank == 0 and (time.time() - saved > 120 or stop):
            saved = time.time()
            common.save_checkpoint(PATH, {"weights": losses.state_dict(), "average": average, "optimiser": optimiser.state_dict(),
                                          "step": step, "hours": hours, "cold": cold, "model": dataclasses.asdict(model), "config": dataclasses.asdict(config)}
                                   | ({"coach": coach.state_dict()} if coach else {}))
            figures = ", ".join(f"{k} {sum(v) / len(v):.4f}" for k, v in sums.items() if k != "total")
            line = f"{time.strftime('%H:%M')} step {step}, {hours:.2f} h drawn, {seconds / (saved - begin):.0f} audio s a second: {figures}"
            print(line, flush=True)
            with open(PATH.parent / "losses.log", "a") as f:
                f.write(line + "\n")
            sums = {}


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--minutes", type=float, default=60)
    for field in ("rate", "flow_after", "warm_up", "decay", "average", "critic", "words", "voice", "ear", "speaker_weight", "drop_voice", "drop_text", "drop_both"):
        default = getattr(Config, field)
        p.add_argument("--" + field.replace("_", "-"), type=type(default), default=default)
    p.add_argument("--only-flow", action="store_true")
    a = vars(p.parse_args())
    minutes = a.pop("minutes")
    train(Config(**a), minutes)

"""Stage 8: voices from words. A flow over timbres, conditioned on attributes that were measured on rendered speech.

    python -m training.describe gather --program ./voicewright     # the engine listens to every speaker and speaks as each
    python -m training.describe train                              # minutes; writes assets/models/describe

A description is read into attributes (voices/wording); each of these has a strength in standard deviations over the voices, or is unknown.
Many voices fit one description, so the timbre is sampled: noise and attributes go through a rectified flow (Liu et al. 2022; the variation
network of PromptTTS 2 does the same by diffusion) over the principal components of all that makes a timbre: style tokens, bank and colour.
A bank is a set; here its centroids are put in the order of WORDS clusters common to all voices, so that it becomes a vector. The graph also
edits: for each attribute it has the direction in which timbres change with it while the other attributes stay (partial regression).
"""
import argparse
import dataclasses
import hashlib
import json
import pathlib
import subprocess
import time
import wave

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from . import acoustic, common, export

FOLDER = common.WORK / "describe"
OUT = common.ROOT / "assets" / "models" / "describe"
MEASURED = ("pitch", "range", "pace", "loudness", "brightness", "breathiness")  # columns of the engine's profile
ATTRIBUTES = (*MEASURED, "sex", "age")  # sex: -1 woman, 1 man before standardising; age in years, known for some
LOUDNESS, PACE = 3.0, 0.13  # dB and logarithm that count as one deviation: what people would call louder and faster
WORDS = 32  # clusters of bank states
SECONDS = 20.0  # of speech of each speaker at most
TEXT = "The old boat lay quietly in the harbour, and a thin grey smoke rose over the roofs. Would you like to see where it goes?"
WARPS = 0.88, 1.13  # resampling, which makes one more speaker of each


@dataclasses.dataclass
class Config:
    components: int = 40
    width: int = 192
    blocks: int = 3
    steps: int = 5000
    batch: int = 256
    rate: float = 1e-3
    average: float = 0.999
    known: float = 0.5  # chance of an attribute to be told in training
    jitter: float = 0.3  # noise on the components, so that single voices are not learned by heart
    euler: int = 12  # steps of the flow in the graph
    push: float = 1.6  # guidance towards the attributes
    seed: int = 1


def gather(program):
    """Write clips of every speaker, also resampled, and let the program make a voice of each, speak and measure."""
    wavs = FOLDER / "wavs"
    wavs.mkdir(parents=True, exist_ok=True)
    rows, random = [], np.random.default_rng(1)
    for name in ("librispeech", "lj", "oneshot", "speechocean", "teacher"):
        corpus = common.Corpus(name)
        speakers = {}
        for row in corpus.rows:
            speakers.setdefault(row["speaker"], []).append(row)
        for speaker, clips in speakers.items():
            pieces, seconds = [], 0.0
            for i in random.permutation(len(clips)):
                pieces.append(corpus.wave(clips[i]))
                seconds += len(pieces[-1]) / common.RATE
                if seconds > SECONDS:
                    break
            if seconds < 2:
                continue
            sound = np.concatenate(pieces)[:int(SECONDS * common.RATE)]
            for warp in (1.0, WARPS[len(rows) // 2 % len(WARPS)]):
                ident = f"{speaker}-{warp:.2f}"
                path = wavs / f"{ident}.wav"
                at = np.arange(0, len(sound) - 1, warp)
                with wave.open(str(path), "wb") as f:
                    f.setparams((1, 2, common.RATE, 0, "NONE", ""))
                    f.writeframes((np.interp(at, np.arange(len(sound)), sound) * 32767).astype(np.int16).tobytes())
                plain = warp == 1
                rows.append({"id": ident, "text": TEXT, "prompt_wav": str(path), "speaker": speaker, "set": name, "sex": clips[0]["sex"] if plain else "",
                             "age": clips[0]["age"] if plain else ""})
    common.write_tsv(FOLDER / "voices.tsv", rows, list(rows[0]))
    subprocess.run([str(pathlib.Path(program).resolve()), "--threads", "1", "profile", str(FOLDER / "voices.tsv"), "--out", str(FOLDER / "profile")], check=True)


def standard(values, known=None):
    """(values - mean) / deviation, mean, deviation, over the known ones."""
    known = np.isfinite(values) if known is None else known
    mean, deviation = values[known].mean(), values[known].std() + 1e-9
    return np.where(known, (values - mean) / deviation, 0), mean, deviation


@dataclasses.dataclass
class Voices:
    """N voices: style [N, S * D], bank [N, WORDS, D], shares [N, WORDS], colour [N, C], attributes and which of them are known [N, A]."""
    speakers: list
    style: np.ndarray
    bank: np.ndarray
    shares: np.ndarray
    colour: np.ndarray
    attributes: np.ndarray
    known: np.ndarray
    scale: dict  # attribute: (mean, deviation); pitch and pace in logarithms


def clusters(states, weights, count, rounds=25):
    """Weighted k-means, seeded by a spread sample: [count, D]."""
    random = np.random.default_rng(0)
    centres = states[random.choice(len(states), count, replace=False)]
    for _ in range(rounds):
        best = (states @ centres.T * 2 - (centres ** 2).sum(1)).argmax(1)
        for k in range(count):
            mine = best == k
            if mine.any():
                centres[k] = np.average(states[mine], axis=0, weights=weights[mine])
    return centres


def load():
    rows = {r["id"]: r for r in common.read_tsv(FOLDER / "voices.tsv")}
    profile = [r for r in common.read_tsv(FOLDER / "profile" / "profile.tsv")]
    numbers = np.fromfile(FOLDER / "profile" / "timbres.f32", np.float32)
    style, banks, weights, colour, at = [], [], [], [], 0
    for r in profile:
        sizes = [int(r[k]) for k in ("style", "bank", "weights", "colour")]
        parts = np.split(numbers[at:at + sum(sizes)], np.cumsum(sizes)[:-1])
        at += sum(sizes)
        style.append(parts[0])
        banks.append(parts[1].reshape(sizes[2], -1))
        weights.append(parts[2])
        colour.append(parts[3])
    words = clusters(np.concatenate(banks), np.concatenate(weights), WORDS)
    bank, shares = np.zeros((len(profile), WORDS, words.shape[1]), np.float32), np.zeros((len(profile), WORDS), np.float32)
    for i, (b, w) in enumerate(zip(banks, weights)):
        best = (b @ words.T * 2 - (words ** 2).sum(1)).argmax(1)
        for j, k in enumerate(best):
            bank[i, k] += w[j] * b[j]
            shares[i, k] += w[j]
        there = shares[i] > 0
        bank[i, there] /= shares[i, there, None]
        away = (bank[i, there] - words[there]).mean(0)  # what sets this voice off from all others, for the sounds that it lacks
        bank[i, ~there] = words[~there] + away
    usual = np.where(shares > 0, shares, np.nan)
    shares = np.where(shares > 0, shares, 0.3 * np.nanmean(usual, 0)).astype(np.float32)
    shares /= shares.sum(1, keepdims=True)

    attributes, known, scale = [], [], {}
    number = lambda s: float(s) if s not in ("", None) else np.nan
    for name in MEASURED:
        v = np.array([number(r[name]) for r in profile])
        v = np.where(v == 0, np.nan, v) if name in ("pitch", "pace") else v
        v = np.log(v) if name in ("pitch", "pace") else v
        z, mean, deviation = standard(v)
        scale[name] = mean, deviation
        if name == "loudness":  # the engine levels every take: what is heard as loud is set by gain alone
            z, scale[name] = np.zeros_like(z), (mean, LOUDNESS)
        if name == "pace":  # rendered voices differ by less than one sentence does from another
            z, scale[name] = z * deviation / PACE, (mean, PACE)
        attributes.append(z.clip(-3.5, 3.5))
        known.append(np.isfinite(v))
    sex = np.array([{"M": 1.0, "F": -1.0}.get(rows[r["id"]]["sex"], np.nan) for r in profile])
    age = np.array([number(rows[r["id"]]["age"]) if rows[r["id"]]["age"].isdigit() else np.nan for r in profile])
    sex[np.isfinite(age) & (age < 14)] = np.nan  # children are neither men nor women
    z, mean, deviation = standard(np.log(age))
    attributes += [np.nan_to_num(sex), z]
    known += [np.isfinite(sex), np.isfinite(age)]
    scale |= {"sex": (0.0, 1.0), "age": (mean, deviation)}
    return Voices([rows[r["id"]]["speaker"] for r in profile], np.stack(style), bank, shares, np.stack(colour),
                  np.stack(attributes, 1).astype(np.float32), np.stack(known, 1).astype(np.float32), scale)


def vectors(v):
    """What the components are made of: blocks [N, *], each centred and scaled to the weight that it has in hearing."""
    return {"style": v.style, "bank": (v.bank * np.sqrt(v.shares.mean(0))[:, None]).reshape(len(v.style), -1), "shares": np.log(v.shares), "colour": v.colour}


WEIGHT = {"style": 1.0, "bank": 1.0, "shares": 0.15, "colour": 0.7}


class Space:
    """Principal components of timbres: encode [N, *] -> [N, components] of variance 1, and back."""

    def __init__(self, v, components):
        self.blocks, parts = {}, []
        for name, x in vectors(v).items():
            mean, size = x.mean(0), np.sqrt(((x - x.mean(0)) ** 2).sum(1).mean()) / WEIGHT[name]
            self.blocks[name] = (mean, size)
            parts.append((x - mean) / size)
        x = np.concatenate(parts, 1)
        _, s, axes = np.linalg.svd(x, full_matrices=False)
        self.kept = float((s[:components] ** 2).sum() / (s ** 2).sum())
        self.deviation = (s[:components] / np.sqrt(len(x))).astype(np.float32)
        self.axes = axes[:components].astype(np.float32)
        self.bank_scale = np.sqrt(v.shares.mean(0)).astype(np.float32)
        self.codes = (x @ self.axes.T / self.deviation).astype(np.float32)

    def basis(self):
        """{block: (mean [n], matrix [components, n])}: a block is mean + code @ matrix."""
        out, at = {}, 0
        for name, (mean, size) in self.blocks.items():
            out[name] = mean.astype(np.float32), (self.deviation[:, None] * self.axes[:, at:at + len(mean)] * size).astype(np.float32)
            at += len(mean)
        mean, matrix = out["bank"]
        back = np.repeat(1 / self.bank_scale, len(mean) // len(self.bank_scale))
        out["bank"] = mean * back, matrix * back
        return out


class Net(nn.Module):
    """code [B, N] at time [B], attributes and which are known [B, A] -> velocity [B, N]."""

    def __init__(self, c, attributes):
        super().__init__()
        self.time = nn.Linear(16, c.width)
        self.enter = nn.Linear(c.components + 2 * attributes, c.width)
        self.blocks = nn.ModuleList(nn.Sequential(nn.LayerNorm(c.width), nn.Linear(c.width, c.width), nn.SiLU(), nn.Dropout(0.1), nn.Linear(c.width, c.width))
                                    for _ in range(c.blocks))
        self.leave = nn.Linear(c.width, c.components)
        nn.init.zeros_(self.leave.weight)

    def forward(self, x, t, attributes, known):
        rate = 2.0 ** torch.arange(8, device=x.device) * 0.5
        angle = t[:, None] * rate
        h = self.enter(torch.cat([x, attributes * known, known], 1)) + self.time(torch.cat([angle.sin(), angle.cos()], 1))
        for block in self.blocks:
            h = h + block(h)
        return self.leave(h)


def sample(net, noise, attributes, known, euler, push):
    """Euler steps from noise, pushed towards the attributes by guidance."""
    x, none = noise, torch.zeros_like(known)
    for i in range(euler):
        t = torch.full((len(x),), i / euler)
        free = net(x, t, attributes, none)
        x = x + (free + push * (net(x, t, attributes, known) - free)) / euler
    return x


def directions(codes, attributes, known):
    """[A, components]: how the code changes with one standard deviation of an attribute while the others stay (ridge regression)."""
    a = np.where(known > 0, attributes, 0)
    gram = a.T @ a / len(a) + 0.05 * np.eye(a.shape[1])
    return np.linalg.solve(gram, a.T @ codes / len(a)).astype(np.float32)


class Normal(nn.Module):
    """Style tokens [1, S * D] as the reference encoder would leave them: each token normalised, then scaled as its last layer does.
    Sums of components and directions are shorter than real tokens and would sound like nobody."""

    def __init__(self, last):
        super().__init__()
        self.register_buffer("scale", last.weight.detach().clone())
        self.register_buffer("shift", last.bias.detach().clone())

    def forward(self, style):
        tokens = (style.reshape(-1, len(self.scale)) - self.shift) / self.scale
        return (F.layer_norm(tokens, tokens.shape[-1:]) * self.scale + self.shift).reshape(1, -1)


class Described(nn.Module):
    """The graph of describe.onnx: noise [1, N], attributes and known [1, A] -> style [1, S * D], bank [1, WORDS * D], weights [1, WORDS], colour [1, C]."""

    def __init__(self, net, space, c, last):
        super().__init__()
        self.net, self.c, self.normal = net, c, Normal(last)
        for name, (mean, matrix) in space.basis().items():
            self.register_buffer(name + "_mean", torch.tensor(mean))
            self.register_buffer(name + "_matrix", torch.tensor(matrix))

    def block(self, name, code):
        return getattr(self, name + "_mean") + code @ getattr(self, name + "_matrix")

    def forward(self, noise, attributes, known):
        code = sample(self.net, noise, attributes, known, self.c.euler, self.c.push)
        return self.normal(self.block("style", code)), self.block("bank", code), self.block("shares", code).softmax(-1), self.block("colour", code)


class Edited(nn.Module):
    """The graph of edit.onnx: style [1, S * D], bank [1, K, D], delta [1, A] in deviations -> style, bank."""

    def __init__(self, space, way, last):
        super().__init__()
        self.normal = Normal(last)
        basis = space.basis()
        self.register_buffer("style", torch.tensor(way @ basis["style"][1]))
        bank = (way @ basis["bank"][1]).reshape(len(way), WORDS, -1)
        self.register_buffer("bank", torch.tensor(bank.mean(1)))  # every centroid moves alike: a voice's own have no common order

    def forward(self, style, bank, delta):
        return self.normal(style + delta @ self.style), bank + (delta @ self.bank)[:, None]


class Read(nn.Module):
    """The graph of read.onnx: style [1, S * D] -> strengths [1, A], as far as a timbre tells them."""

    def __init__(self, weight, bias):
        super().__init__()
        self.register_buffer("weight", torch.tensor(weight.astype(np.float32)))
        self.register_buffer("bias", torch.tensor(bias.astype(np.float32)))

    def forward(self, style):
        return style @ self.weight + self.bias


def reader(v, rows, penalty):
    """Ridge regression of every attribute on the style, from those of `rows` where it is known: weight [S * D, A], bias [A]."""
    mean = v.style[rows].mean(0)
    size = np.sqrt(((v.style[rows] - mean) ** 2).mean())
    weight, bias = np.zeros((v.style.shape[1], len(ATTRIBUTES))), np.zeros(len(ATTRIBUTES))
    for j in range(len(ATTRIBUTES)):
        use = rows & (v.known[:, j] > 0)
        x, y = (v.style[use] - mean) / size, v.attributes[use, j]
        dual = np.linalg.solve(x @ x.T + penalty * np.eye(len(x)), y - y.mean())
        weight[:, j] = x.T @ dual / size
        bias[j] = y.mean() - mean @ weight[:, j]
    return weight, bias


def best_reader(v, test):
    """The reader with the penalty that suits unseen speakers, and how much of each attribute it explains there."""
    def fit(penalty):
        weight, bias = reader(v, ~test, penalty)
        shares = []
        for j in range(len(ATTRIBUTES)):
            use = test & (v.known[:, j] > 0)
            shares.append(1 - np.mean((v.style[use] @ weight[:, j] + bias[j] - v.attributes[use, j]) ** 2) / v.attributes[use, j].var())
        return np.mean(shares), shares, penalty
    _, shares, penalty = max(fit(p) for p in (30.0, 100.0, 300.0, 1000.0, 3000.0))
    print(f"read from the style of unseen speakers (penalty {penalty:.0f}):", ", ".join(f"{n} {s:.2f}" for n, s in zip(ATTRIBUTES, shares)))
    weight, bias = reader(v, ~test, penalty)
    j = ATTRIBUTES.index("sex")
    labelled = v.known[:, j] > 0
    style = v.style @ weight[:, j] + bias[j]
    x = np.stack([np.ones_like(style), style, v.attributes[:, 0]], 1)  # the pitch tells more of the sex than the style does
    sexes = np.linalg.lstsq(x[labelled & test], v.attributes[labelled & test, j], rcond=None)[0]  # on voices that the reader has not seen
    right = lambda rows: np.mean(np.sign(x[rows] @ sexes) == v.attributes[rows, j])
    print(f"sex is read rightly for {right(labelled):.3f} of {labelled.sum()} voices, {right(labelled & test):.3f} of {(labelled & test).sum()} unseen ones")
    return reader(v, np.ones(len(test), bool), penalty), sexes


def train(c):
    torch.manual_seed(c.seed)
    torch.set_num_threads(1)
    v = load()
    space = Space(v, c.components)
    people = sorted(set(v.speakers))
    held = {p for p in people if int(hashlib.sha256(p.encode()).hexdigest(), 16) % 10 == 0}
    test = np.array([s in held for s in v.speakers])
    t = lambda x: torch.from_numpy(np.ascontiguousarray(x))
    codes, attributes, known = t(space.codes), t(v.attributes), t(v.known)
    train_rows, test_rows = t(np.flatnonzero(~test)), t(np.flatnonzero(test))
    net = Net(c, len(ATTRIBUTES))
    average = {k: x.clone() for k, x in net.state_dict().items()}
    optimiser = torch.optim.AdamW(net.parameters(), c.rate, weight_decay=0.05)

    def loss(rows, network):
        target = codes[rows] + c.jitter * torch.randn(len(rows), c.components)
        told = known[rows] * (torch.rand(len(rows), len(ATTRIBUTES)) < torch.rand(len(rows), 1) * 2 * c.known)
        noise, time_ = torch.randn_like(target), torch.rand(len(rows))
        x = (1 - time_[:, None]) * noise + time_[:, None] * target
        return ((network(x, time_, attributes[rows], told) - (target - noise)) ** 2).mean()

    begin, best = time.time(), (1e9, None)
    for step in range(c.steps):
        optimiser.param_groups[0]["lr"] = c.rate * min(1, (step + 1) / 100) * (0.525 + 0.475 * np.cos(np.pi * step / c.steps))
        value = loss(train_rows[torch.randint(len(train_rows), (c.batch,))], net.train())
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        for k, x in net.state_dict().items():
            average[k].lerp_(x, 1 - min(c.average, (step + 1) / (step + 10)))
        if (step + 1) % 500 == 0:
            current = {k: x.clone() for k, x in net.state_dict().items()}
            net.load_state_dict(average)
            with torch.no_grad():
                torch.manual_seed(7)
                unseen = float(np.mean([float(loss(test_rows, net.eval())) for _ in range(20)]))
            torch.manual_seed(step)
            if unseen < best[0]:
                best = unseen, {k: x.clone() for k, x in average.items()}
            net.load_state_dict(current)
            print(f"step {step + 1}: {float(value):.4f}, unseen speakers {unseen:.4f}, {time.time() - begin:.0f} s", flush=True)
    net.load_state_dict(best[1])
    net.eval()
    check(net, space, v, c)
    write(net, space, directions(space.codes, v.attributes, v.known), *best_reader(v, test), v, c)
    print(f"{len(v.style)} voices, {len(people)} speakers; {c.components} components keep {space.kept:.2f} of the variance; unseen loss {best[0]:.4f}")


def check(net, space, v, c):
    """What linear readers of the attributes say of sampled codes, told one attribute at a time."""
    a, k = v.attributes, v.known
    x = np.concatenate([space.codes, np.ones((len(a), 1), np.float32)], 1)
    for j, name in enumerate(ATTRIBUTES):
        rows = k[:, j] > 0
        reader = np.linalg.solve(x[rows].T @ x[rows] + 5 * np.eye(x.shape[1]), x[rows].T @ a[rows, j])
        got = []
        for wish in (-1.5, 1.5) if name != "sex" else (-1.0, 1.0):
            told = torch.zeros(200, len(ATTRIBUTES))
            told[:, j] = 1
            with torch.no_grad():
                code = sample(net, torch.randn(200, c.components), told * wish, told, c.euler, c.push).numpy()
            read = np.concatenate([code, np.ones((200, 1))], 1) @ reader
            got.append(f"{wish:+.1f} -> {read.mean():+.2f} (deviation {read.std():.2f})")
        fit = 1 - np.var(a[rows, j] - x[rows] @ reader) / np.var(a[rows, j])
        print(f"{name}: a linear reader explains {fit:.2f}; {'; '.join(got)}")


def write(net, space, way, read, sexes, v, c):
    OUT.mkdir(parents=True, exist_ok=True)
    a, n, styles = len(ATTRIBUTES), c.components, v.style.shape[1]
    last = acoustic.load()[0].reference.norms[2]
    export.export_graph(OUT, "describe.onnx", Described(net, space, c, last), {"noise": torch.randn(1, n), "attributes": torch.randn(1, a), "known": torch.ones(1, a)},
                        ["style", "bank", "weights", "colour"], {})
    export.export_graph(OUT, "edit.onnx", Edited(space, way, last), {"style": torch.randn(1, styles), "bank": torch.randn(1, 9, v.bank.shape[2]), "delta": torch.randn(1, a)},
                        ["edited_style", "edited_bank"], {"bank": {1: "centroids"}, "edited_bank": {1: "centroids"}})
    export.export_graph(OUT, "read.onnx", Read(*read), {"style": torch.randn(1, styles)}, ["strengths"], {})
    sex, pitch = v.attributes[:, ATTRIBUTES.index("sex")] * v.known[:, ATTRIBUTES.index("sex")], v.attributes[:, 0]
    card = {"model": export.voice_hash(OUT.parent), "noise": n,
            "attributes": [{"name": name, "mean": round(float(v.scale[name][0]), 6), "deviation": round(float(v.scale[name][1]), 6),
                            "logarithm": name in ("pitch", "pace", "age")} for name in ATTRIBUTES],
            "sex": [round(float(x), 4) for x in sexes],
            "pitches": {who: [round(float(pitch[sex == s].mean()), 4), round(float(pitch[sex == s].std()), 4)] for who, s in (("men", 1), ("women", -1))},
            "files": {p.name: {"sha256": hashlib.sha256(p.read_bytes()).hexdigest(), "bytes": p.stat().st_size} for p in sorted(OUT.glob("*.onnx"))}}
    temporary = OUT / "describe.json.tmp"
    temporary.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    temporary.replace(OUT / "describe.json")


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["gather", "train"])
    p.add_argument("--program", default=str(common.ROOT / ".cache" / "bin" / "voicewright"))
    for field in dataclasses.fields(Config):
        p.add_argument("--" + field.name.replace("_", "-"), dest=field.name, type=field.type, default=field.default)
    a = vars(p.parse_args())
    what, program = a.pop("what"), a.pop("program")
    if what == "gather":
        gather(program)
    else:
        train(Config(**a))

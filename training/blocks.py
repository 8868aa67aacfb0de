"""The pieces that the acoustic networks are built of: attention with rotary positions and normalised queries and keys, adaptive
layer norm, a feed-forward that may look at its neighbours. Plain matrix products only: quick on a CPU, simple to export.
"""
import torch
from torch import nn
from torch.nn import functional as F


def rotary(length, size, device):
    """(cos, sin), each [length, size // 2]: rotary position angles (Su et al. 2021)."""
    rate = 10000 ** (-torch.arange(0, size, 2, device=device, dtype=torch.float32) / size)
    angle = torch.arange(length, device=device, dtype=torch.float32)[:, None] * rate
    return angle.cos(), angle.sin()


def rotate(x, cos, sin):
    """Turn [B, heads, T, size] by the angles of each position."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)


def beside(x):
    """[B, T, 3C] of [B, T, C]: each step with its two neighbours, zeros outside."""
    zero = torch.zeros_like(x[:, :1])
    return torch.cat([torch.cat([zero, x[:, :-1]], 1), x, torch.cat([x[:, 1:], zero], 1)], -1)


class Attention(nn.Module):
    """Self-attention over [B, T, D], or attention of it to `context` [B, K, C] when `width_context` is given.

    bias: None or [B, 1, 1, K], added to the scores (-inf hides; a log weight counts a key several times).
    """

    def __init__(self, width, heads, width_context=None):
        super().__init__()
        self.heads, self.size, self.cross = heads, width // heads, width_context is not None
        self.q = nn.Linear(width, width, bias=False)
        self.kv = nn.Linear(width_context or width, 2 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.scale = nn.Parameter(torch.full((heads, 1, 1), 2.3))  # ln of the scores' scale, QK-norm (Henry et al. 2020)
        nn.init.zeros_(self.out.weight)

    def forward(self, x, context=None, bias=None, angles=None):
        b, t, d = x.shape
        source = x if context is None else context
        split = lambda y: y.unflatten(-1, (self.heads, self.size)).transpose(1, 2)
        q = split(self.q(x))
        k, v = (split(y) for y in self.kv(source).chunk(2, -1))
        q, k = F.normalize(q, dim=-1), F.normalize(k, dim=-1)
        if angles is not None:
            q, k = rotate(q, *angles), rotate(k, *angles)
        scores = (q * self.scale.exp()) @ k.transpose(-1, -2)
        if bias is not None:
            scores = scores + bias
        y = scores.softmax(-1) @ v
        return self.out(y.transpose(1, 2).reshape(b, t, d))


class FeedForward(nn.Module):
    """[B, T, D] -> [B, T, D]; with `wide` the first layer also sees the neighbours of each step."""

    def __init__(self, width, hidden, wide=False):
        super().__init__()
        self.wide = wide
        self.first = nn.Linear(width * (3 if wide else 1), hidden)
        self.second = nn.Linear(hidden, width)
        nn.init.zeros_(self.second.weight)

    def forward(self, x):
        return self.second(F.gelu(self.first(beside(x) if self.wide else x)))


class Block(nn.Module):
    """A transformer block whose two norms are scaled and shifted by a condition (adaptive layer norm, Peebles & Xie 2023), with
    attention to `context` between them where `width_context` is given."""

    def __init__(self, width, heads, hidden, width_context=None, wide=False):
        super().__init__()
        self.attention, self.feed = Attention(width, heads), FeedForward(width, hidden, wide)
        self.cross = Attention(width, heads, width_context) if width_context else None
        self.shift = nn.Parameter(torch.zeros(1, 1, 4 * width))
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.cross_norm = nn.LayerNorm(width) if width_context else None

    def forward(self, x, angles, bias=None, modulation=None, context=None, context_bias=None):
        m = self.shift if modulation is None else self.shift + modulation
        scale1, shift1, scale2, shift2 = m.chunk(4, -1)
        x = x + self.attention(self.norm(x) * (1 + scale1) + shift1, bias=bias, angles=angles)
        if self.cross is not None:
            x = x + self.cross(self.cross_norm(x), context, context_bias)
        return x + self.feed(self.norm(x) * (1 + scale2) + shift2)

"""The acoustic model: phonemes, durations and a voice in, codec latents out.

TextEncoder   phonemes -> hidden states; durations given a voice (FastSpeech; log-normal, so they can be sampled)
Reference     windows of mel -> frame states and pooling logits; pooled states -> style tokens (multi-reference timbre, Mega-TTS 2)
Prior         durations expand the text frame by frame; regression of the latents, attending to style tokens and the bank of
              frame-state centroids (Squeezed Attention)
Flow          rectified flow (Liu et al. 2022) from noise, or from the noised prior, to the latents

Shapes: B clips, N symbols, F = 8T mel frames, T latents of L numbers, S style tokens of D, K centroids.
"""
import dataclasses
import math

import torch
from torch import nn
from torch.nn import functional as F

from . import common
from .blocks import Attention, Block, FeedForward, rotary
from .phonemes import SYMBOLS


@dataclasses.dataclass
class Config:
    symbols: int = len(SYMBOLS)
    latent: int = 96
    latent_frames: int = 8
    text_width: int = 256
    text_blocks: int = 3
    place_width: int = 96
    style_width: int = 256
    style_tokens: int = 16
    bank: int = 32
    window: int = 128
    window_blocks: int = 3
    width: int = 320
    heads: int = 5
    prior_blocks: int = 6
    flow_blocks: int = 4


def padding_bias(lengths, size):
    """[B, 1, 1, size]: 0 where a step exists, -1e9 behind the end."""
    outside = torch.arange(size, device=lengths.device)[None] >= lengths[:, None]
    return outside[:, None, None].float() * -1e9


class TextEncoder(nn.Module):
    """phonemes, stress [B, N] (int64), style [B, S, D] -> hidden [B, N, 256], ln of durations in mel frames and its deviation [B, N]."""

    def __init__(self, c):
        super().__init__()
        w = c.text_width
        self.symbol, self.stress = nn.Embedding(c.symbols, w), nn.Embedding(3, w)
        self.blocks = nn.ModuleList(Block(w, 4, 3 * w // 2, wide=True) for _ in range(c.text_blocks))
        self.norm = nn.LayerNorm(w)
        self.voice = nn.Linear(c.style_width, w)
        self.duration = nn.ModuleList(Block(w, 4, w, width_context=c.style_width, wide=True) for _ in range(2))
        self.head = nn.Linear(w, 2)
        self.w = w

    def forward(self, phonemes, stress, style, lengths=None):
        x = self.symbol(phonemes) + self.stress(stress)
        bias = None if lengths is None else padding_bias(lengths, x.shape[1])
        keep = 1.0 if lengths is None else (torch.arange(x.shape[1], device=x.device)[None] < lengths[:, None]).float()[..., None]
        angles = rotary(x.shape[1], self.w // 4, x.device)
        for block in self.blocks:
            x = block(x * keep, angles, bias)
        hidden = self.norm(x)
        h = hidden + self.voice(style.mean(1, keepdim=True))
        for block in self.duration:
            h = block(h * keep, angles, bias, context=style)
        out = self.head(F.layer_norm(h, (self.w,)))
        return hidden, out[..., 0] + 1.8, (out[..., 1] - 1).clamp(-4, 1)


class Reference(nn.Module):
    """mel [B, 128, 100] -> logits [B, 32, S], states [B, 32, D]; each window by itself. Only bands below 8 kHz are looked at."""

    def __init__(self, c):
        super().__init__()
        w = c.style_width
        self.c = c
        self.inlet = nn.Linear(4 * common.NARROW_BANDS, w)
        self.blocks = nn.ModuleList(Block(w, 4, 2 * w) for _ in range(c.window_blocks))
        self.norm = nn.LayerNorm(w)
        self.states = nn.Linear(w, w)
        self.logits = nn.Linear(w, c.style_tokens)
        self.token = nn.Parameter(torch.randn(c.style_tokens, w) * 0.02)
        self.mix = nn.ModuleList([Attention(w, 4), FeedForward(w, 2 * w)])
        self.norms = nn.ModuleList(nn.LayerNorm(w) for _ in range(3))

    def forward(self, mel):
        b, f, _ = mel.shape
        x = (mel[..., :common.NARROW_BANDS] + 5) / 2.5
        x = self.inlet(x.reshape(b, f // 4, -1))
        angles = rotary(f // 4, self.c.style_width // 4, x.device)
        for block in self.blocks:
            x = block(x, angles)
        x = self.norm(x)
        return self.logits(x), self.states(x)

    def style(self, pooled):
        """[B, S, D] pooled states -> style tokens [B, S, D]."""
        x = pooled + self.token
        x = x + self.mix[0](self.norms[0](x))
        x = x + self.mix[1](self.norms[1](x))
        return self.norms[2](x)


def pool(logits, states, keep):
    """Attention pooling over all frames: logits [B, M, S], states [B, M, D], keep [B, M] bool -> [B, S, D]."""
    weights = logits.masked_fill(~keep[..., None], -1e9).softmax(1)
    return weights.transpose(1, 2) @ states


def centroids(states, keep, size, rounds=3):
    """k-means over each row's frames: (bank [B, size, D], weights [B, size], 0 for a centroid that is not there).

    states [B, M, D], keep [B, M] bool. Assignments carry no gradient, the means do. At most one centroid for four frames.
    """
    b, m, d = states.shape
    x = states.detach()
    count = keep.sum(1)
    want = (count // 4).clamp(1, size)
    # evenly spread frames as the first centroids
    seed = (torch.arange(size, device=x.device)[None] * count[:, None] / want[:, None]).long().clamp(max=m - 1)
    there = torch.arange(size, device=x.device)[None] < want[:, None]
    order = torch.argsort((~keep).int(), dim=1, stable=True)
    c = x.gather(1, order.gather(1, seed)[..., None].expand(-1, -1, d))
    for r in range(rounds):
        score = 2 * x @ c.transpose(1, 2) - (c ** 2).sum(-1)[:, None] - 1e9 * (~there)[:, None]
        hot = F.one_hot(score.argmax(-1), size).to(x.dtype) * keep[..., None]
        n = hot.sum(1)
        source = states if r == rounds - 1 else x
        c = torch.where((n > 0)[..., None], hot.transpose(1, 2) @ source / n.clamp(min=1)[..., None], c)
    return c, n / n.sum(1, keepdim=True).clamp(min=1)


class Prior(nn.Module):
    """hidden [B, N, 256], index [B, F], place [B, F, 4], style [B, S, D], bank [B, K, D], bank_weight [B, K],
    use_text, use_voice [B] -> mean [B, T, L], cond [B, T, width]. One clip may be laid out several times: all but index and place are then [1, ...]."""

    def __init__(self, c):
        super().__init__()
        self.c, w = c, c.width
        self.text, self.place = nn.Linear(c.text_width, c.place_width), nn.Linear(4, c.place_width)
        self.no_text = nn.Parameter(torch.zeros(c.text_width))
        self.no_style = nn.Parameter(torch.randn(c.style_tokens, c.style_width) * 0.02)
        self.inlet = nn.Linear(c.latent_frames * c.place_width, w)
        self.kind = nn.Parameter(torch.randn(2, 1, c.style_width) * 0.02)
        self.modulate = nn.Sequential(nn.Linear(c.style_width, w), nn.GELU(), nn.Linear(w, 4 * w))
        self.blocks = nn.ModuleList(Block(w, c.heads, 4 * w, c.style_width if i % 2 == 0 else None) for i in range(c.prior_blocks))
        self.norm = nn.LayerNorm(w)
        self.head = nn.Linear(w, c.latent)
        self.colour = nn.Linear(c.style_width, c.latent, bias=False)  # a voice's average spectrum needs no detour
        nn.init.zeros_(self.colour.weight)

    def forward(self, hidden, index, place, style, bank, bank_weight, use_text, use_voice, lengths=None):
        b, f = index.shape
        c = self.c
        text, voice = use_text[:, None, None], use_voice[:, None, None]
        hidden = text * hidden + (1 - text) * self.no_text
        style = voice * style + (1 - voice) * self.no_style
        h = self.text(hidden)
        h = h[0][index] if h.shape[0] == 1 else h.gather(1, index[..., None].expand(-1, -1, h.shape[-1]))  # one clip on several grids: a plain gather, also when exported
        h = F.gelu(h + self.place(place * text))
        x = self.inlet(h.reshape(b, f // c.latent_frames, -1))
        context = torch.cat([style + self.kind[0], bank + self.kind[1]], 1)
        heard = torch.log((bank_weight * bank.shape[1]).clamp(min=1e-9)) + torch.log(use_voice[:, None].clamp(min=1e-9))
        bias = torch.cat([torch.zeros_like(style[..., 0]), heard], 1)[:, None, None]
        angles = rotary(x.shape[1], c.width // c.heads, x.device)
        hide = None if lengths is None else padding_bias(lengths, x.shape[1])
        modulation = self.modulate(style.mean(1, keepdim=True))
        for block in self.blocks:
            x = block(x, angles, hide, modulation, context, bias)
        x = self.norm(x)
        return self.head(x) + self.colour(voice * (bank_weight[:, None] @ bank)), x


class Flow(nn.Module):
    """x [B, T, L] at time [B], mean [B, T, L], cond [B, T, width] -> velocity [B, T, L]."""

    def __init__(self, c):
        super().__init__()
        self.c, w = c, c.width
        self.inlet, self.cond = nn.Linear(2 * c.latent, w), nn.Linear(w, w)
        self.modulate = nn.Sequential(nn.Linear(64, w), nn.GELU(), nn.Linear(w, 4 * w))
        self.blocks = nn.ModuleList(Block(w, c.heads, 4 * w) for _ in range(c.flow_blocks))
        self.norm = nn.LayerNorm(w)
        self.head = nn.Linear(w, c.latent)
        nn.init.zeros_(self.head.weight)

    def forward(self, x, time, mean, cond, lengths=None):
        rate = torch.exp(torch.arange(32, device=x.device) * (-math.log(1000.0) / 31)) * 100
        angle = time[:, None] * rate
        modulation = self.modulate(torch.cat([angle.sin(), angle.cos()], -1))[:, None]
        h = self.inlet(torch.cat([x, mean], -1)) + self.cond(cond)
        angles = rotary(h.shape[1], self.c.width // self.c.heads, h.device)
        hide = None if lengths is None else padding_bias(lengths, h.shape[1])
        for block in self.blocks:
            h = block(h, angles, hide, modulation)
        return self.head(self.norm(h))


class Acoustic(nn.Module):
    def __init__(self, c=Config()):
        super().__init__()
        self.c = c
        self.text, self.reference, self.prior, self.flow = TextEncoder(c), Reference(c), Prior(c), Flow(c)

"""Tests of the grids' distillation. Run: python -m pytest training/test_phases.py"""
import torch

from . import phases


def test_grids_meet_where_they_lie_over_each_other():
    frames, lengths = 16, torch.tensor([16, 8])
    place = torch.arange(frames + phases.LATER[-1], dtype=torch.float)[None, :, None].repeat(2, 1, 1)
    said = [place[:, later:later + frames] + sign for later, sign in zip(phases.LATER, (1, -1, 1, -1))]
    mean = phases.together(said, lengths)
    assert mean.shape == (2, frames + phases.LATER[-1], 1)
    assert torch.equal(mean[0, 6:16], place[0, 6:16])  # all four: what they add cancels
    assert torch.equal(mean[0, :2], place[0, :2] + 1)  # the first alone
    assert not mean[1, 8 + phases.LATER[-1]:].any()  # behind a clip's end


def test_distances_tell_average_and_spread_apart():
    torch.manual_seed(0)
    aim, keep, weight = torch.randn(2, 40, 3), torch.ones(2, 40, 1), torch.ones(3)
    keep[1, 30:] = 0
    off, average, spread = phases.distances(aim, aim, keep, weight)
    assert off == average == spread == 0
    off, average, spread = phases.distances(aim + 1, aim, keep, weight)
    assert abs(off - 1) < 1e-5 and abs(average - 1) < 1e-5 and spread < 1e-8
    centre = (aim * keep).sum(1, keepdim=True) / keep.sum(1, keepdim=True)
    off, average, spread = phases.distances(centre + 1.5 * (aim - centre), aim, keep, weight)
    assert average < 1e-8 and 0.15 < spread < 0.35 and off > spread / 2
    moved = aim.clone()
    moved[1, 30:] += 5
    assert phases.distances(moved, aim, keep, weight)[0] == 0

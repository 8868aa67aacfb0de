"""The listeners learn toy words and voices, and their advice leads where they are understood. Run: python -m pytest training"""
import pytest
import torch

from . import listener as module
from .listener import Listener
from .model import Config

SMALL = Config(symbols=4, latent=6, latent_frames=2)


def speak(said, speaker):
    """Latents that say symbols [B, 2T] in the voice of a speaker [B]: symbols in the first four numbers, the voice in the others."""
    words = torch.nn.functional.one_hot(said[:, ::2], 4).float() * 3
    voice = torch.stack([speaker, 1 - speaker], 1).float() * 3
    return torch.cat([words, voice[:, None].expand(-1, words.shape[1], -1)], -1)


def test_advice_leads_to_the_words_and_the_voice():
    torch.manual_seed(0)
    listener = Listener(SMALL, people=2)
    optimiser = torch.optim.Adam(listener.parameters(), 3e-3)
    said, speaker, keep = torch.randint(0, 4, (8, 12)).repeat_interleave(2, 1), torch.arange(8) % 2, torch.ones(8, 12)
    real = speak(said, speaker)
    begin = sum(listener.judge((real, said, keep), (real, speaker, keep))).item()
    for _ in range(60):
        loss = sum(listener.judge((real, said, keep), (real, speaker, keep)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < begin / 2

    def advise(z):
        torch.manual_seed(1)  # the same noise each time
        return listener.advise(z, listener.voices(real, keep).detach(), said, keep)

    blurred = real.mean((0, 1), keepdim=True).expand_as(real)  # neither words nor a voice
    (words, missed), (voice, strange) = advise(blurred)
    assert words.shape == voice.shape == real.shape
    better = blurred - 3 * words / words.abs().max()
    assert advise(better)[0][1] < missed
    better = blurred - voice / voice.abs().max()
    assert advise(better)[1][1] < strange


def test_what_lies_outside_gets_no_advice():
    torch.manual_seed(0)
    listener = Listener(SMALL, people=2)
    said = torch.randint(0, 4, (3, 24))
    keep = torch.ones(3, 12)
    keep[:, 5:] = 0
    for advice, _ in listener.advise(torch.randn(3, 12, 6), listener.voices(torch.randn(3, 12, 6), keep).detach(), said, keep):
        assert advice[:, :5].abs().sum() > 0
        assert advice[:, 8:].abs().sum() == 0  # three steps further a kept latent no longer sees them


def test_all_pairs_are_found_whatever_their_size(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(FileNotFoundError, match="training.listener"):
        module.load_all()
    pairs = [Listener(Config(), people=3, layers=layers) for layers in (2, 4)]
    for number, pair in enumerate(pairs, 1):
        torch.save(pair.state_dict(), module.path(number))
    found = module.load_all()
    assert [len(pair.voices.trunk.layers) for pair in found] == [2, 4]
    z, keep = torch.randn(2, 9, Config().latent), torch.ones(2, 9)
    for pair, same in zip(found, pairs):
        assert not any(p.requires_grad for p in pair.parameters())
        assert torch.equal(pair.voices(z, keep), same.voices(z, keep))

"""Makes the files of this folder: short synthetic recordings in every format that is read, what libsndfile decodes
from them (mono, 16 bit), vectors of the front end from numpy, and the seeds of the fuzz targets.

Run it here, with numpy, scipy and soundfile (libsndfile 1.2 or later) installed: python make.py
"""
import pathlib
import struct

import numpy as np
import scipy.signal
import soundfile

HERE = pathlib.Path(__file__).parent


def voice(seconds, rate, seed=1):
    """A hummed vowel that glides, with a noisy consonant in its middle."""
    r = np.random.default_rng(seed)
    t = np.arange(int(seconds * rate)) / rate
    f0 = 140 + 40 * np.sin(2 * np.pi * 2 * t)
    phase = 2 * np.pi * np.cumsum(f0) / rate
    x = sum(np.cos(k * phase) / k for k in range(1, 60) if k * 190 < rate / 2)
    hiss = r.standard_normal(len(t)) * np.exp(-((t - seconds / 2) / 0.04) ** 2)
    return 0.12 * x * np.sin(np.pi * t / seconds) + 0.1 * hiss


def stereo(x):
    return np.stack([x, 0.5 * np.roll(x, 37)], 1)


def decoded(name):
    """Writes what libsndfile decodes from a file, as mono 16-bit samples."""
    x, _ = soundfile.read(HERE / name, dtype="float32", always_2d=True)
    pcm = np.clip(np.round(x.mean(1) * 32768), -32768, 32767).astype("<i2")
    (HERE / (name + ".pcm")).write_bytes(pcm.tobytes())


def files():
    def write(name, x, rate, **how):
        soundfile.write(HERE / name, x, rate, **how)
        if rate > 8000 or name.endswith(".wav"):  # MP3 at 8 kHz is there to be refused
            decoded(name)

    for name, rate, channels in (("silk-16000.opus", 16000, 1), ("hybrid-24000.opus", 24000, 1), ("celt-48000.opus", 48000, 2)):
        x = voice(0.4, rate)
        write(name, x if channels == 1 else stereo(x), rate, format="OGG", subtype="OPUS", compression_level=0.95 if channels == 1 else 0.5)
    for rate, channels, level in ((44100, 2, 0.5), (22050, 1, 0.9), (22050, 2, 0.1), (11025, 1, 0.5), (8000, 1, 0.9)):
        x = voice(0.4, rate)
        write(f"mp3-{rate}-{channels}.mp3", x if channels == 1 else stereo(x), rate, format="MP3", subtype="MPEG_LAYER_III",
              compression_level=level, bitrate_mode="CONSTANT")
    write("mp3-variable.mp3", voice(0.4, 24000), 24000, format="MP3", subtype="MPEG_LAYER_III", compression_level=0.6, bitrate_mode="VARIABLE")
    write("flac-16.flac", stereo(voice(0.2, 22050)), 22050, subtype="PCM_16")
    write("flac-24.flac", voice(0.2, 48000), 48000, subtype="PCM_24")
    x = stereo(voice(0.02, 8000))
    for name, form, subtype in (("u8", "WAV", "PCM_U8"), ("s16", "WAV", "PCM_16"), ("s24", "WAV", "PCM_24"), ("s32", "WAV", "PCM_32"),
                                ("f32", "WAV", "FLOAT"), ("f64", "WAV", "DOUBLE"), ("alaw", "WAV", "ALAW"), ("ulaw", "WAV", "ULAW"),
                                ("x16", "WAVEX", "PCM_16"), ("xf32", "WAVEX", "FLOAT"), ("rf64", "RF64", "PCM_16")):
        write(f"wav-{name}.wav", x, 8000, format=form, subtype=subtype)
    soundfile.write(HERE / "vorbis.ogg", voice(0.05, 16000), 16000, format="OGG", subtype="VORBIS")
    soundfile.write(HERE / "adpcm.wav", voice(0.05, 16000), 16000, subtype="IMA_ADPCM")


def stft(x):
    """[frames, 513] complex, as the training code has it."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(1024) / 1024)
    y = np.pad(x.astype(np.float64), 512, mode="reflect")
    return np.stack([np.fft.rfft(y[256 * k:256 * k + 1024] * window) for k in range(len(x) // 256)])


def istft(frames):
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(1024) / 1024)
    n = len(frames) * 256
    out, weight = np.zeros(n + 1024), np.zeros(n + 1024)
    for k, f in enumerate(frames):
        out[256 * k:256 * k + 1024] += np.fft.irfft(f, 1024) * window
        weight[256 * k:256 * k + 1024] += window ** 2
    return out[512:512 + n] / weight[512:512 + n]


def mel(frames):
    to_mel = lambda f: 2595 * np.log10(1 + f / 700)
    points = 700 * (10 ** (np.linspace(0, to_mel(12000), 102) / 2595) - 1)
    f = np.linspace(0, 12000, 513)[:, None]
    up = (f - points[:-2]) / (points[1:-1] - points[:-2])
    down = (points[2:] - f) / (points[2:] - points[1:-1])
    return np.log(np.maximum(np.abs(frames) @ np.maximum(0, np.minimum(up, down)), 1e-5))


def active_level(x, rate):
    n = rate // 50
    power = np.mean(x[:len(x) // n * n].reshape(-1, n).astype(np.float64) ** 2, 1) + 1e-12
    return 10 * np.log10(power[power > np.percentile(power, 95) / 1000].mean())


def vectors():
    """One flat little-endian float32 file: length, samples; frames, STFT (re, im); mel; modified STFT's inverse; level."""
    x = (voice(0.13, 24000) * 0.8).astype(np.float32)[:2900]
    s = stft(x)
    turned = s * np.exp(1j * np.linspace(0, 3, 513)) * np.linspace(1, 0.2, 513)
    parts = [[len(x)], x, [len(s)], np.stack([s.real, s.imag], -1).ravel(), mel(s).ravel(), istft(turned), [active_level(x, 24000)]]
    np.concatenate([np.asarray(p, np.float64).ravel() for p in parts]).astype("<f4").tofile(HERE / "frontend.f32")


def seed(target, name, data):
    folder = HERE / "fuzz" / target
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"\\x{b:02x}" for b in data)
    (folder / name).write_text(f'go test fuzz v1\n[]byte("{text}")\n')


def seeds():
    def fmt(tag, channels, rate, align, bits, extra=b""):
        return struct.pack("<HHIIHH", tag, channels, rate, rate * align, align, bits) + extra

    def wav(chunks, riff=b"RIFF"):
        body = b"WAVE" + b"".join(name + struct.pack("<I", len(data) if size is None else size) + data for name, data, size in chunks)
        return riff + struct.pack("<I", len(body)) + body

    pcm = bytes(range(64))
    plain = fmt(1, 1, 8000, 2, 16)
    seed("FuzzWAV", "plain", wav([(b"fmt ", plain, None), (b"data", pcm, None)]))
    seed("FuzzWAV", "size-zero", wav([(b"fmt ", plain, None), (b"data", pcm, 0)]))
    seed("FuzzWAV", "size-ones", wav([(b"fmt ", plain, None), (b"data", pcm, 0xFFFFFFFF)]))
    seed("FuzzWAV", "truncated", wav([(b"fmt ", plain, None), (b"data", pcm, 5000)]))
    seed("FuzzWAV", "odd-chunk-unpadded", wav([(b"fmt ", plain, None), (b"LIST", b"abc", None), (b"data", pcm, None)]))
    seed("FuzzWAV", "rf64", wav([(b"ds64", struct.pack("<QQQI", 200, 64, 32, 0), None), (b"fmt ", plain, None), (b"data", pcm, 0xFFFFFFFF)], b"RF64"))
    guid = struct.pack("<HHI", 22, 24, 4) + struct.pack("<H", 3) + bytes.fromhex("000000001000800000aa00389b71")
    seed("FuzzWAV", "extensible-float", wav([(b"fmt ", fmt(0xFFFE, 1, 48000, 4, 32, guid), None), (b"data", pcm, None)]))
    seed("FuzzWAV", "no-channel", wav([(b"fmt ", fmt(1, 0, 8000, 0, 16), None), (b"data", pcm, None)]))
    seed("FuzzWAV", "many-channels", wav([(b"fmt ", fmt(1, 65535, 8000, 65534, 8), None), (b"data", pcm, None)]))
    flac = (HERE / "flac-16.flac").read_bytes()
    seed("FuzzFLAC", "head", flac[:400])
    seed("FuzzFLAC", "signature", b"fLaC")
    mp3 = (HERE / "mp3-22050-1.mp3").read_bytes()
    seed("FuzzMP3", "frames", mp3[:1200])
    seed("FuzzMP3", "tagged", b"ID3\x04\x00\x00\x00\x00\x00\x05hello" + mp3[400:1400] + b"TAG" + bytes(125))
    seed("FuzzMP3", "gap", mp3[:700] + bytes(50) + mp3[700:1500])
    opus = (HERE / "silk-16000.opus").read_bytes()
    seed("FuzzOgg", "opus", opus)
    seed("FuzzOgg", "cut", opus[:len(opus) // 2])
    seed("FuzzOgg", "chained", opus + (HERE / "hybrid-24000.opus").read_bytes())
    seed("FuzzOgg", "page", b"OggS" + bytes(23))
    seed("FuzzOpen", "text", b"This is a story about a recording that is none.\n")
    seed("FuzzOpen", "empty", b"")
    seed("FuzzOpen", "m4a", b"\x00\x00\x00\x20ftypM4A " + bytes(32))


if __name__ == "__main__":
    files()
    vectors()
    seeds()

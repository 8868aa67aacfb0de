"""Aligns spellings with sounds: each word becomes a row of units of one or two letters and up to two phones.

Expectation-maximisation over the units' frequencies (without stress marks) on a sample of the words, then
the likeliest row for every word.
"""

import collections
import random

OPERATIONS = ((1, 1), (1, 0), (2, 1), (1, 2))  # letters, phones


def without_stress(phones):
    return [phone[-1] for phone in phones]


def _steps(word, phones, weights, floor):
    """For each cell the steps that lead on: (next letter, next phone, unit, weight)."""
    letters, total = len(word), len(phones)
    cells = []
    for i in range(letters):
        row = []
        # Cells from which the end cannot be reached any more are left out by the bounds.
        for j in range(max(0, total - 2 * (letters - i)), min(total, 2 * i) + 1):
            for a, b in OPERATIONS:
                if i + a <= letters and j + b <= total:
                    unit = (word[i:i + a], tuple(phones[j:j + b]))
                    row.append((j, i + a, j + b, unit, weights.get(unit, floor)))
        cells.append(row)
    return cells


def _expect(word, phones, weights, floor, counts):
    letters, total = len(word), len(phones)
    cells = _steps(word, phones, weights, floor)
    forward = [[0.0] * (total + 1) for _ in range(letters + 1)]
    forward[0][0] = 1.0
    for i, row in enumerate(cells):
        for j, i2, j2, _, weight in row:
            forward[i2][j2] += forward[i][j] * weight
    if forward[letters][total] <= 0:
        return
    backward = [[0.0] * (total + 1) for _ in range(letters + 1)]
    backward[letters][total] = 1.0 / forward[letters][total]
    for i in range(letters - 1, -1, -1):
        for j, i2, j2, unit, weight in cells[i]:
            share = weight * backward[i2][j2]
            backward[i][j] += share
            if share and forward[i][j]:
                counts[unit] += forward[i][j] * share


def _best(word, phones, weights, floor):
    letters, total = len(word), len(phones)
    score = [[0.0] * (total + 1) for _ in range(letters + 1)]
    back = [[None] * (total + 1) for _ in range(letters + 1)]
    score[0][0] = 1.0
    for i, row in enumerate(_steps(word, phones, weights, floor)):
        for j, i2, j2, _, weight in row:
            if score[i][j] * weight > score[i2][j2]:
                score[i2][j2] = score[i][j] * weight
                back[i2][j2] = (i, j)
    if not score[letters][total]:
        return None
    path, i, j = [], letters, total
    while i or j:
        i0, j0 = back[i][j]
        path.append((i0, i, j0, j))
        i, j = i0, j0
    return path[::-1]


def align(words, log=print):
    """Rows of units (letters, phones with stress), one a word; None where no alignment exists."""
    draw = random.Random(1)
    sample = draw.sample(words, min(8000, len(words)))
    counts = collections.Counter()
    for word, phones in sample:  # start: letters and phones at about the same place belong together
        plain = without_stress(phones)
        for i in range(len(word)):
            for j in range(len(plain)):
                near = 1 / (1 + 4 * abs((i + .5) / len(word) - (j + .5) / len(plain)) * len(word))
                counts[word[i], (plain[j],)] += near
    mean = sum(counts.values()) / len(counts)
    for word, phones in sample:
        for i in range(len(word)):
            counts[word[i], ()] = mean / 4
    for turn in range(7):
        total = sum(counts.values())
        weights = {unit: count / total for unit, count in counts.items()}
        floor = 1e-6 if turn < 2 else 1e-9
        counts = collections.Counter()
        for word, phones in sample:
            _expect(word, without_stress(phones), weights, floor, counts)
        log(f"alignment turn {turn + 1}: {len(counts)} units")
    total = sum(counts.values())
    weights = {unit: count / total for unit, count in counts.items()}
    rows = []
    for word, phones in words:
        path = _best(word, without_stress(phones), weights, 1e-9)
        rows.append(path and [(word[i:i2], tuple(phones[j:j2])) for i, i2, j, j2 in path])
    return rows

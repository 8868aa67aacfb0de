import pytest

from training import cmudict


def test_ways_are_learned_between_neighbours():
    """A sound is written as the lexicon writes it there: t between vowels is tapped, elsewhere not."""
    words = {f"b{i}": ["B", "AH1", "T", "ER0", "R"] for i in range(8)} | {f"s{i}": ["S", "T", "AA1", "P"] for i in range(8)}
    known = {word: "bˈʌɾəɹ" if word[0] == "b" else "stˈɑp" for word in words}
    ways = cmudict.learn(words, known)
    assert cmudict.write(["M", "AH1", "T", "ER0", "R"], ways) == "mˈʌɾəɹ"
    assert cmudict.write(["S", "T", "AA1", "B"], ways) == "stˈɑb"
    assert cmudict.write(["Z", "UH2"], ways) == "zˌʊ"  # never seen: as it is near enough


def test_loose_forgets_what_the_dictionaries_see_differently():
    assert cmudict.loose("wˈɔɾəɹ") == cmudict.loose("wˌɑtɜɹ")
    assert cmudict.loose("bˈɪt") != cmudict.loose("bˈæt")


def test_another_version_is_refused(tmp_path):
    path = tmp_path / "cmudict.dict"
    path.write_text("hello HH AH0 L OW1\n")
    with pytest.raises(SystemExit, match="SHA-256"):
        cmudict.read(path)
    with pytest.raises(SystemExit, match="CMUDICT"):
        cmudict.read(tmp_path / "none")

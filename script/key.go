package script

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"voicewright/synth/text"
)

// KeyParts are all that the sound of a line depends on, but the seed.
type KeyParts struct {
	Text     string  // with markup
	Delivery         // the role's and the line's together
	Voice    string  // ID of the voice
	Prosody  string  // ID of the voice that rhythm and melody are taken from; usually empty
	Share    float64 // how far they are, 0 to 1
	Model    string  // hash of the model
	Engine   string  // settings of the engine, in any form that is the same for the same settings
	Words    []Word  // the dictionary; of two entries for one word the later one holds
}

// Parts returns the parts of a line's key that the document knows: all but Model and Engine. Words of a dictionary for
// all projects belong before those of the document.
func (d *Document) Parts(l Line) KeyParts {
	prosody, share := d.RoleOf(l).ProsodyOf()
	return KeyParts{Text: l.Text, Delivery: d.DeliveryOf(l), Voice: d.VoiceOf(l), Prosody: prosody, Share: share, Words: d.words}
}

// Key returns the SHA-256, in hexadecimal, of what a line's sound depends on. Two lines with one key sound the same for
// one seed: a take whose key is not its line's is stale. What does not change the sound does not change the key: white
// space, how markup is spelled, and words of the dictionary that are not said.
func Key(parts KeyParts) string {
	k := make(keyText, 0, 512)
	k.str("voicewright line 1")
	pieces, _ := Parse(parts.Text)
	k.number(float64(len(pieces)))
	said := make([]string, len(pieces))
	for i, p := range pieces {
		k.str(p.Text)
		k.number(p.Pause)
		k.number(p.Pace)
		k.number(float64(len(p.Emphasis)))
		for _, r := range p.Emphasis {
			k.number(float64(r.Start))
			k.number(float64(r.End))
		}
		said[i] = p.Text
	}
	k.number(factor(parts.Pace))
	k.number(parts.Pitch)
	k.str(parts.Voice)
	k.str(parts.Model)
	k.str(parts.Engine)
	// What came later to a delivery counts only where it is used, so that takes made before still fit.
	if d := parts.Delivery; factor(d.Range) != 1 || d.Energy != 0 || d.Brightness != 0 || d.Breath != 0 {
		k.str("delivery")
		for _, v := range []float64{factor(d.Range), d.Energy, d.Brightness, d.Breath} {
			k.number(v)
		}
	}
	if parts.Prosody != "" && parts.Share != 0 {
		k.str("prosody 2") // the second way in which it is taken: with melody and stress
		k.str(parts.Prosody)
		k.number(parts.Share)
	}
	for _, w := range usedWords(parts.Words, said) {
		k.str(w.Written)
		k.str(w.Spoken)
	}
	sum := sha256.Sum256(k)
	return hex.EncodeToString(sum[:])
}

// keyText is what the hash is taken of: every part with its length, so that no two lists of parts read the same.
type keyText []byte

func (k *keyText) str(s string) {
	*k = binary.AppendUvarint(*k, uint64(len(s)))
	*k = append(*k, s...)
}

func (k *keyText) number(v float64) {
	*k = binary.LittleEndian.AppendUint64(*k, math.Float64bits(v+0)) // -0 is 0
}

// usedWords returns the entries that can be heard in the texts, sorted. Letter case and accents do not count, since
// the engine looks words up in several forms; it looks for them in the spoken form ("Dr." is "doctor").
func usedWords(words []Word, said []string) []Word {
	if len(words) == 0 {
		return nil
	}
	var heard strings.Builder
	for _, s := range said {
		heard.WriteString(plainWord(s))
		heard.WriteByte('\n')
		heard.WriteString(plainWord(text.Normalise(s).String()))
		heard.WriteByte('\n')
	}
	all := heard.String()
	used := map[string]Word{}
	for _, w := range words {
		if holdsWord(all, plainWord(w.Written)) {
			used[w.Written] = w
		}
	}
	out := make([]Word, 0, len(used))
	for _, w := range used {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b Word) int { return strings.Compare(a.Written, b.Written) })
	return out
}

func plainWord(s string) string { return strings.ToLower(text.Fold(s)) }

// holdsWord reports whether word stands in s with no letter or digit beside it.
func holdsWord(s, word string) bool {
	if word == "" {
		return false
	}
	for at := 0; ; {
		i := strings.Index(s[at:], word)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(word)
		if edge(s, start, end) {
			return true
		}
		_, size := utf8.DecodeRuneInString(s[start:])
		at = start + size
	}
}

// edge reports whether start..end of s has no letter and no digit beside it.
func edge(s string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	return !letterOrDigit(before) && !letterOrDigit(after)
}

func letterOrDigit(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

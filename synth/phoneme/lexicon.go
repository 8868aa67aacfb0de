package phoneme

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"sort"
	"sync"

	embedded "voicewright/assets/lexicon"
)

// reading is one of the sounds of a homograph, with the part of speech or other tag that asks for it.
type reading struct{ tag, sound string }

// entry holds the default sound of a word and its other readings, if it has any.
type entry struct {
	sound string
	other []reading
}

// tagged returns the reading with a tag.
func (e entry) tagged(tag string) (string, bool) {
	for _, one := range e.other {
		if one.tag == tag {
			return one.sound, true
		}
	}
	return "", false
}

func (e entry) verb() string { return e.or(tagVerb) }
func (e entry) noun() string { return e.or(tagNoun) }

func (e entry) or(tag string) string {
	if sound, ok := e.tagged(tag); ok && sound != "" {
		return sound
	}
	return e.sound
}

// Names of the readings that are no part of speech, and all of them in the order of their file codes.
const (
	tagPause = "None" // before a pause
	tagNoun  = "NOUN"
	tagVerb  = "VERB"
	tagAdj   = "ADJ"
	tagPast  = "VBD"
	tagDone  = "VBN"
	tagCap   = "CAP" // capitalised inside a sentence
	tagAlt   = "ALT" // another sense, told by neighbouring words
)

var tagNames = []string{tagPause, tagNoun, tagVerb, tagAdj, "ADV", tagPast, tagDone, "VBP", "DT", tagCap, tagAlt}

const (
	lexiconMagic = "VWLEX1\n"
	lexiconBlock = 16
	tagBase      = 64
)

// wordList is the decompressed lexicon. Its words are front coded in blocks of lexiconBlock; only the
// place of each block is indexed, so that 110,000 words need little more than their own bytes.
type wordList struct {
	words, sounds           []byte
	wordBlocks, soundBlocks []uint32
	count                   int
}

var loadWords = sync.OnceValues(func() (*wordList, error) {
	data, err := unzip(embedded.Words, lexiconMagic)
	if err != nil {
		return nil, fmt.Errorf("the built-in lexicon is damaged (%w): install the program again", err)
	}
	list, err := parseWords(data)
	if err != nil {
		return nil, fmt.Errorf("the built-in lexicon is damaged (%w): install the program again", err)
	}
	return list, nil
})

// unzip returns what follows the magic in gzip-compressed data.
func unzip(packed []byte, magic string) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	// The last four bytes hold the size, which saves growing the buffer step by step.
	size := binary.LittleEndian.Uint32(packed[len(packed)-4:])
	if size > 64<<20 {
		return nil, fmt.Errorf("it claims %d bytes", size)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, err
	}
	// Reading to the end checks the checksum.
	if _, err := io.Copy(io.Discard, r); err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(data, []byte(magic)) {
		return nil, fmt.Errorf("it does not start with %q", magic)
	}
	return data[len(magic):], nil
}

func parseWords(data []byte) (*wordList, error) {
	if len(data) < 8 {
		return nil, io.ErrUnexpectedEOF
	}
	count, size := int(binary.LittleEndian.Uint32(data)), int(binary.LittleEndian.Uint32(data[4:]))
	if size > len(data)-8 {
		return nil, io.ErrUnexpectedEOF
	}
	list := &wordList{words: data[8 : 8+size], sounds: data[8+size:], count: count}
	at, sound := 0, 0
	for number := range count {
		if number%lexiconBlock == 0 {
			list.wordBlocks = append(list.wordBlocks, uint32(at))
			list.soundBlocks = append(list.soundBlocks, uint32(sound))
		}
		if at+2 > size || at+2+int(list.words[at+1]) > size || sound >= len(list.sounds) {
			return nil, io.ErrUnexpectedEOF
		}
		at += 2 + int(list.words[at+1])
		end := bytes.IndexByte(list.sounds[sound:], 0)
		if end < 0 {
			return nil, io.ErrUnexpectedEOF
		}
		sound += end + 1
	}
	return list, nil
}

// firstWord returns the first word of a block, which is stored in full.
func (l *wordList) firstWord(block int) []byte {
	at := l.wordBlocks[block]
	return l.words[at+2 : at+2+uint32(l.words[at+1])]
}

// find returns the entry of a lower-case word.
func (l *wordList) find(word string) (entry, bool) {
	block := sort.Search(len(l.wordBlocks), func(i int) bool { return string(l.firstWord(i)) > word }) - 1
	if block < 0 || len(word) > 255 {
		return entry{}, false
	}
	var buffer [256]byte
	spelled := buffer[:0]
	at, sound := int(l.wordBlocks[block]), int(l.soundBlocks[block])
	for number := block * lexiconBlock; number < min(l.count, (block+1)*lexiconBlock); number++ {
		shared, rest := int(l.words[at]), int(l.words[at+1])
		spelled = append(spelled[:shared], l.words[at+2:at+2+rest]...)
		end := sound + bytes.IndexByte(l.sounds[sound:], 0)
		if string(spelled) == word {
			return decodeEntry(l.sounds[sound:end]), true
		}
		if string(spelled) > word {
			break
		}
		at, sound = at+2+rest, end+1
	}
	return entry{}, false
}

func decodeEntry(record []byte) entry {
	var e entry
	tag, sound := "", make([]byte, 0, 48)
	store := func() {
		if tag == "" {
			e.sound = string(sound)
		} else {
			e.other = append(e.other, reading{tag, string(sound)})
		}
		sound = sound[:0]
	}
	for _, code := range record {
		switch {
		case code == Secondary:
			sound = append(sound, string(secondaryMark)...)
		case code == Primary:
			sound = append(sound, string(primaryMark)...)
		case int(code) < len(symbols):
			sound = append(sound, symbols[code]...)
		case int(code)-tagBase < len(tagNames) && code >= tagBase:
			store()
			tag = tagNames[code-tagBase]
		}
	}
	store()
	return e
}

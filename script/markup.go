package script

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Problem is a place in a line's markup that does not do what it seems to be meant for.
type Problem struct {
	Start, End int    // bytes in the line
	Text       string // one sentence: what is wrong and what to write
}

// Slow and Fast are the paces of [slow] and [fast].
const (
	Slow = 0.8
	Fast = 1.25
)

const (
	shortPause = 0.5  // seconds, of [pause]
	longPause  = 60.0 // the longest one that can be asked for
	maxTag     = 40   // bytes of the longest [tag]
	maxNested  = 16   // paces inside of each other
	maxSpoken  = 1000 // bytes of the longest {written|spoken}, as in package text
)

type tokenKind uint8

const (
	tokenEscape    tokenKind = iota // a backslash; what follows it is text
	tokenSpoken                     // {written|spoken}
	tokenPause                      // value is in seconds
	tokenPace                       // begins a pace, or ends it when closing is set; value is the pace from here on
	tokenStar                       // begins emphasis, or ends it when closing is set
	tokenIgnored                    // markup without a meaning
	tokenUnmatched                  // found not to be markup after all
)

// A token is a piece of markup in a line; what lies between tokens is text.
type token struct {
	kind       tokenKind
	closing    bool
	start, end int
	bar        int    // the place of the | in {written|spoken}
	name       string // of a pace
	value      float64
}

// scanner finds the markup of one line, in one pass.
type scanner struct {
	s        string
	tokens   []token
	problems []Problem
	paces    []int // the tokens of paces that are open
	values   []float64
	star     int // the token of the emphasis that is open, or -1
}

// scan returns the markup of a line in order. It takes a time linear in the length.
func scan(s string) ([]token, []Problem) {
	if !strings.ContainsAny(s, `[{*}\`) {
		return nil, nil
	}
	c := &scanner{s: s, star: -1, tokens: make([]token, 0, 8)}
	for i := 0; i < len(s); {
		switch s[i] {
		case '\\':
			if i+1 < len(s) && strings.IndexByte(`[]{}*|\`, s[i+1]) >= 0 {
				c.add(token{kind: tokenEscape, start: i, end: i + 1})
				i++ // and the character after it
			}
			i++
		case '[':
			i = c.tag(i)
		case '{':
			i = c.spoken(i)
		case '}':
			c.problem(i, i+1, "this } has no { before it; a word and how it is said are written {word|said}")
			i++
		case '*':
			i = c.stars(i)
		default:
			i++
		}
	}
	c.unmatch()
	for _, k := range c.paces {
		t := c.tokens[k]
		c.problem(t.start, t.end, fmt.Sprintf("%s is not ended and holds for the rest of the line; put [/%s] where it should end", s[t.start:t.end], t.name))
	}
	kept := c.tokens[:0]
	for _, t := range c.tokens {
		if t.kind != tokenUnmatched {
			kept = append(kept, t)
		}
	}
	return kept, c.problems
}

func (c *scanner) add(t token) { c.tokens = append(c.tokens, t) }

func (c *scanner) problem(start, end int, text string) {
	c.problems = append(c.problems, Problem{start, end, text})
}

// spoken reads {written|spoken} at i and returns where to go on.
func (c *scanner) spoken(i int) int {
	bar, s := 0, c.s
	for q := i + 1; q < len(s) && q < i+maxSpoken && s[q] != '{'; q++ {
		switch {
		case s[q] == '|' && bar == 0:
			bar = q
		case s[q] == '}' && bar == 0:
			c.problem(i, q+1, fmt.Sprintf("%s has no | in it; write {word|said}, or \\{ for the sign itself", s[i:q+1]))
			return q + 1
		case s[q] == '}':
			c.add(token{kind: tokenSpoken, start: i, end: q + 1, bar: bar})
			return q + 1
		}
	}
	c.problem(i, i+1, "this { is not ended; write {word|said}, or \\{ for the sign itself")
	return i + 1
}

// stars reads one or more * at i. They begin emphasis before a word and end it after one; anywhere else they are text.
func (c *scanner) stars(i int) int {
	end := i
	for end < len(c.s) && c.s[end] == '*' {
		end++
	}
	last, _ := utf8.DecodeLastRuneInString(c.s[:i])
	next, _ := utf8.DecodeRuneInString(c.s[end:])
	opens := end < len(c.s) && !unicode.IsSpace(next) && !inWord(last)
	closes := i > 0 && !unicode.IsSpace(last) && !inWord(next)
	switch {
	case end-i > 3:
	case closes && c.star >= 0:
		c.star = -1
		c.add(token{kind: tokenStar, closing: true, start: i, end: end})
	case opens:
		c.unmatch()
		c.star = len(c.tokens)
		c.add(token{kind: tokenStar, start: i, end: end})
	}
	return end
}

// unmatch gives up the emphasis that is open.
func (c *scanner) unmatch() {
	if c.star < 0 {
		return
	}
	t := &c.tokens[c.star]
	t.kind, c.star = tokenUnmatched, -1
	c.problem(t.start, t.end, "the emphasis that begins here is not ended; put a * after its last word, or write \\* for the sign itself")
}

// inWord reports whether r is part of a word, so that a * beside it is not at the word's edge.
func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !wide(r)
}

// tag reads [tag] at i and returns where to go on.
func (c *scanner) tag(i int) int {
	size := strings.IndexAny(c.s[i+1:min(len(c.s), i+1+maxTag)], "[]")
	if size < 0 || c.s[i+1+size] == '[' {
		return i + 1
	}
	end := i + size + 2
	name, argument, _ := strings.Cut(strings.ToLower(strings.TrimSpace(c.s[i+1:end-1])), " ")
	argument = strings.TrimSpace(argument)
	t := token{start: i, end: end, name: name}
	switch {
	case name == "slow" && argument == "":
		c.openPace(t, Slow)
	case name == "fast" && argument == "":
		c.openPace(t, Fast)
	case name == "pace":
		pace, ok := number(strings.TrimSuffix(argument, "%"))
		if strings.HasSuffix(argument, "%") {
			pace /= 100
		}
		if !ok {
			c.problem(i, end, "this pace has no number; write [pace 0.8] for slower and [pace 1.2] for faster")
			pace = 1
		} else if pace < LeastPace || pace > MostPace {
			c.problem(i, end, "a pace can be 0.5 to 2; the nearest of them is taken")
		}
		c.openPace(t, min(max(pace, LeastPace), MostPace))
	case (name == "/slow" || name == "/fast" || name == "/pace") && argument == "":
		c.closePace(t)
	default:
		seconds, ok := pauseLength(name, argument)
		if !ok {
			c.problem(i, end, fmt.Sprintf("%s is no markup and is read out; known are [pause], [1.5s], [slow], [fast] and [pace 0.8], and \\[ is the sign itself", c.s[i:end]))
			return i + 1
		}
		if seconds > longPause {
			c.problem(i, end, "a pause can last 60 seconds at most; for more, put several lines")
			seconds = longPause
		}
		t.kind, t.value = tokenPause, seconds
		c.add(t)
	}
	return end
}

func (c *scanner) openPace(t token, pace float64) {
	if len(c.paces) == maxNested {
		t.kind = tokenIgnored
		c.add(t)
		c.problem(t.start, t.end, "too many paces lie inside of each other; end some of them before")
		return
	}
	c.paces = append(c.paces, len(c.tokens))
	c.values = append(c.values, pace)
	t.kind, t.value = tokenPace, c.pace()
	c.add(t)
}

func (c *scanner) closePace(t token) {
	for k := len(c.paces) - 1; k >= 0; k-- {
		if c.tokens[c.paces[k]].name == t.name[1:] {
			c.paces = append(c.paces[:k], c.paces[k+1:]...)
			c.values = append(c.values[:k], c.values[k+1:]...)
			t.kind, t.closing, t.value = tokenPace, true, c.pace()
			c.add(t)
			return
		}
	}
	t.kind = tokenIgnored
	c.add(t)
	c.problem(t.start, t.end, fmt.Sprintf("%s ends nothing; put [%s] where it should begin", c.s[t.start:t.end], t.name[1:]))
}

// pace is that of all open paces together.
func (c *scanner) pace() float64 {
	pace := 1.0
	for _, v := range c.values {
		pace *= v
	}
	return min(max(pace, LeastPace), MostPace)
}

// pauseLength reads "pause", "pause 2", "pause 2s", "1.5s", "1.5 s", "500ms", "2 seconds".
func pauseLength(name, argument string) (seconds float64, ok bool) {
	if name != "pause" && name != "break" {
		name, argument = "", name+argument
	} else if argument == "" {
		return shortPause, true
	}
	digits := strings.TrimRight(argument, "abcdefghijklmnopqrstuvwxyz. ")
	seconds, ok = number(digits)
	switch strings.Trim(argument[len(digits):], " .") {
	case "":
		ok = ok && name != ""
	case "s", "sec", "secs", "second", "seconds":
	case "ms":
		seconds /= 1000
	default:
		ok = false
	}
	return seconds, ok
}

// number reads a plain number of at most a few digits, with a point or a comma.
func number(s string) (float64, bool) {
	if s == "" || strings.Trim(s, "0123456789.,") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return v, err == nil
}

package lines

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// orient puts the runs of every visual line where they are read: from right to left, and mixed, by the Unicode
// bidirectional algorithm. A canvas text draws one direction well, so runs are divided where it changes.
func (p *para) orient(pen *pen) {
	for i := range p.strips {
		s := &p.strips[i]
		var all strings.Builder
		for _, r := range s.runs {
			if p.pieces[r.piece].kind == chip {
				all.WriteString(object)
			} else {
				all.WriteString(r.text)
			}
		}
		if !p.rtl && strings.IndexFunc(all.String(), isRTL) < 0 {
			continue
		}
		s.runs = p.reorder(pen, s.runs, all.String())
		if p.rtl {
			for j := range s.runs {
				s.runs[j].x += p.width - s.w
			}
		}
	}
}

func isRTL(r rune) bool {
	if r < 0x590 {
		return false
	}
	k, _ := bidi.LookupRune(r)
	return k.Class() == bidi.R || k.Class() == bidi.AL
}

// reorder divides runs, whose text is all, by direction and gives them their places from 0 on. They stay in the order
// of the text.
func (p *para) reorder(pen *pen, runs []run, all string) []run {
	main := bidi.LeftToRight
	if p.rtl {
		main = bidi.RightToLeft
	}
	var b bidi.Paragraph
	if n, err := b.SetString(all, bidi.DefaultDirection(main)); err != nil || n < len(all) {
		return runs
	}
	order, err := b.Order()
	if err != nil {
		return runs
	}
	var out []run
	var sight [][]int // the runs of out that have one direction
	var turned []bool
	next, used := 0, 0
	for i := range order.NumRuns() {
		o := order.Run(i)
		text := o.String()
		rtl := o.Direction() == bidi.RightToLeft
		var group []int
		for text != "" && next < len(runs) {
			r := runs[next]
			have := len(r.text)
			if p.pieces[r.piece].kind == chip {
				have = len(object)
			}
			n := min(have-used, len(text))
			for _, part := range p.parts(r, used, n, rtl) {
				part.w = p.extent(pen, part)
				group = append(group, len(out))
				out = append(out, part)
			}
			text = text[n:]
			if used += n; used >= have {
				next, used = next+1, 0
			}
		}
		sight = append(sight, group)
		turned = append(turned, rtl)
	}
	x := float32(0)
	for _, g := range visual(out, sight, turned, p.rtl) {
		out[g].x = x
		x += out[g].w
	}
	return out
}

// parts cuts n bytes from byte used of run r. What runs from right to left becomes a run a word, and a run for what lies
// between: those come from different fonts, and Fyne would draw them in the order of the text.
func (p *para) parts(r run, used, n int, rtl bool) []run {
	if r.rtl = rtl; p.pieces[r.piece].kind == chip {
		return []run{r}
	}
	var out []run
	exact := r.end-r.start == len(r.text)
	cut := func(from, to int, text string) {
		q := r
		q.text = text
		if exact {
			q.start, q.end = r.start+from, r.start+to
		}
		out = append(out, q)
	}
	from, to := used, used+n
	if !rtl {
		cut(from, to, r.text[from:to])
		return out
	}
	for from < to {
		text := r.text[from:to]
		first, _ := utf8.DecodeRuneInString(text)
		letters := isRTL(first)
		size := strings.IndexFunc(text, func(c rune) bool { return isRTL(c) != letters && !unicode.Is(unicode.Mn, c) })
		if size < 0 {
			size = len(text)
		}
		if text = text[:size]; !letters {
			text = mirror(text)
		}
		cut(from, from+size, text)
		from += size
	}
	return out
}

func (p *para) extent(pen *pen, r run) float32 {
	q := &p.pieces[r.piece]
	if q.kind == chip {
		return r.w
	}
	return pen.width(r.text, q.ink)
}

// visual returns the runs from left to right.
func visual(runs []run, sight [][]int, turned []bool, rtl bool) []int {
	var out []int
	put := func(i int) {
		g := slices.Clone(sight[i])
		if turned[i] {
			slices.Reverse(g)
		}
		out = append(out, g...)
	}
	if rtl {
		for i := len(sight) - 1; i >= 0; i-- {
			put(i)
		}
		return out
	}
	for i := 0; i < len(sight); {
		end := i
		for k := i; turned[i] && k < len(sight); k++ { // numbers between two stretches from right to left go with them
			if turned[k] {
				end = k
			} else if !numeric(runs, sight[k]) {
				break
			}
		}
		for k := end; k >= i; k-- {
			put(k)
		}
		i = end + 1
	}
	return out
}

func numeric(runs []run, group []int) bool {
	for _, i := range group {
		if strings.IndexFunc(runs[i].text, unicode.IsLetter) >= 0 {
			return false
		}
	}
	return true
}

// mirror turns brackets round.
func mirror(s string) string {
	return strings.NewReplacer("(", ")", ")", "(", "[", "]", "]", "[", "{", "}", "}", "{").Replace(s)
}

// rightToLeft tells whether the first strong character of a text runs from right to left.
func rightToLeft(text string) bool {
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			if c := text[i] | 0x20; c >= 'a' && c <= 'z' {
				return false
			}
			i++
			continue
		}
		p, n := bidi.LookupString(text[i:])
		switch p.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
		i += max(n, 1)
	}
	return false
}

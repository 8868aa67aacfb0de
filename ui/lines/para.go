package lines

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/segmenter"
)

// A piece is a stretch of a line's text with one look.
type piece struct {
	start, end int    // bytes of the line's text that it stands for
	text       string // what is shown for them
	ink        ink
	kind       pieceKind
}

type pieceKind uint8

const (
	plain   pieceKind = iota
	chip              // a small box with a word in it
	written           // written in one way and said in another: underlined
	tinted            // lies on a coloured ground
)

// A run is what of a piece stands in one visual line.
type run struct {
	piece      int
	text       string
	start, end int // bytes of the line's text
	x, w       float32
	rtl        bool
}

// A strip is one visual line.
type strip struct {
	runs       []run
	start, end int // bytes of the line's text
	w          float32
}

// A para is a line's text broken into visual lines by the rules of UAX #14.
type para struct {
	pieces []piece
	strips []strip
	pitch  float32 // height of a visual line
	width  float32
	rtl    bool // begins at the right, as its first strong character asks for
	size   int  // bytes of the line's text
}

// chipPad is the room on both sides inside a chip, chipGap that around it, in parts of its text size.
const chipPad, chipGap = 0.5, 0.18

// object stands for a chip when lines are broken.
const object = "\uFFFC"

// lay breaks pieces of a text with size bytes into visual lines of at most width. seg is used again and again.
func lay(p *pen, seg *segmenter.Segmenter, pieces []piece, size int, width, pitch float32) para {
	out := para{pieces: pieces, pitch: pitch, width: width, size: size}
	var all strings.Builder
	for _, q := range pieces {
		if q.kind == chip {
			all.WriteString(object)
		} else {
			all.WriteString(q.text)
		}
	}
	text := all.String()
	out.rtl = rightToLeft(text)
	b := breaker{pen: p, out: &out}
	b.open(0)
	if text != "" {
		seg.Init([]rune(text))
		for it := seg.LineIterator(); it.Next(); {
			b.word(string(it.Line().Text), it.Line().IsMandatoryBreak)
		}
	}
	b.close(size)
	out.orient(p)
	return out
}

// A breaker puts one unbreakable stretch after the other into visual lines.
type breaker struct {
	pen   *pen
	out   *para
	strip strip
	piece int // the piece that the next text belongs to
	used  int // bytes of that piece's shown text
}

func (b *breaker) open(start int) { b.strip = strip{start: start} }

func (b *breaker) close(end int) {
	b.strip.end = end
	b.out.strips = append(b.out.strips, b.strip)
}

// word adds a stretch that should not be broken, with the spaces after it.
func (b *breaker) word(text string, last bool) {
	body := strings.TrimRightFunc(text, unicode.IsSpace)
	if b.strip.w > 0 && b.strip.w+b.measure(body) > b.out.width+0.5 {
		at := b.source()
		b.close(at)
		b.open(at)
	}
	if b.strip.w == 0 && b.measure(body) > b.out.width+0.5 {
		for g := graphemes.FromString(body); g.Next(); {
			if b.strip.w > 0 && b.strip.w+b.measure(g.Value()) > b.out.width+0.5 {
				at := b.source()
				b.close(at)
				b.open(at)
			}
			b.put(g.Value())
		}
	} else {
		b.put(body)
	}
	space := text[len(body):]
	forced := last && strings.HasSuffix(space, "\n")
	b.put(space)
	if forced {
		at := b.source()
		b.close(at - 1)
		b.open(at)
	}
}

// source returns the byte of the line's text that comes next.
func (b *breaker) source() int {
	for b.piece < len(b.out.pieces) && b.used >= b.left() {
		b.piece, b.used = b.piece+1, 0
	}
	if b.piece == len(b.out.pieces) {
		return b.out.size
	}
	q := &b.out.pieces[b.piece]
	if len(q.text) == q.end-q.start {
		return q.start + b.used
	}
	return q.start
}

// left returns how many bytes the current piece has in the text that is broken.
func (b *breaker) left() int {
	q := &b.out.pieces[b.piece]
	if q.kind == chip {
		return len(object)
	}
	return len(q.text)
}

// each calls f with the parts of the next text that belong to one piece each.
func (b *breaker) each(text string, f func(piece, from int, part string)) {
	i, used := b.piece, b.used
	for text != "" && i < len(b.out.pieces) {
		q := &b.out.pieces[i]
		have := len(q.text)
		if q.kind == chip {
			have = len(object)
		}
		n := min(have-used, len(text))
		if n > 0 {
			f(i, used, text[:n])
		}
		text = text[n:]
		if used += n; used >= have {
			i, used = i+1, 0
		}
	}
}

func (b *breaker) measure(text string) float32 {
	w := float32(0)
	b.each(text, func(i, _ int, part string) { w += b.extent(i, part) })
	return w
}

// extent returns the width of a part of piece i.
func (b *breaker) extent(i int, part string) float32 {
	q := &b.out.pieces[i]
	if q.kind == chip {
		return b.pen.width(q.text, q.ink) + 2*(chipPad+chipGap)*q.ink.size
	}
	return b.pen.width(strings.TrimRight(part, "\r\n"), q.ink)
}

func (b *breaker) put(text string) {
	if text == "" {
		return
	}
	moved := 0
	b.each(text, func(i, from int, part string) {
		q := &b.out.pieces[i]
		w := b.extent(i, part)
		start, end := q.start, q.end
		shown := part
		if q.kind == chip {
			shown = q.text
		} else if len(q.text) == q.end-q.start {
			start, end = q.start+from, q.start+from+len(part)
		}
		shown = strings.TrimRight(shown, "\r\n")
		if n := len(b.strip.runs); n > 0 && b.strip.runs[n-1].piece == i && q.kind != chip {
			r := &b.strip.runs[n-1]
			r.text += shown
			r.end = end
			r.w += w
		} else {
			b.strip.runs = append(b.strip.runs, run{piece: i, text: shown, start: start, end: end, x: b.strip.w, w: w})
		}
		b.strip.w += w
		moved += len(part)
	})
	b.skip(moved)
}

// skip goes on by n bytes of the text that is broken.
func (b *breaker) skip(n int) {
	for n > 0 && b.piece < len(b.out.pieces) {
		step := min(n, b.left()-b.used)
		n -= step
		if b.used += step; b.used >= b.left() {
			b.piece, b.used = b.piece+1, 0
		}
	}
}

// height returns the height of all visual lines.
func (p *para) height() float32 { return p.pitch * float32(len(p.strips)) }

// strip returns the index of the visual line in which the caret stands before byte at. Where a line was broken, the
// caret stands at the beginning of the new one.
func (p *para) strip(at int) int {
	for i := len(p.strips) - 1; i > 0; i-- {
		if at >= p.strips[i].start {
			return i
		}
	}
	return 0
}

// spot returns where the caret before byte at stands: the top of its visual line and its x.
func (p *para) spot(pen *pen, at int) fyne.Position {
	i := p.strip(at)
	return fyne.NewPos(p.x(pen, i, at), float32(i)*p.pitch)
}

// x returns the x of byte at in visual line i.
func (p *para) x(pen *pen, i, at int) float32 {
	s := &p.strips[i]
	if len(s.runs) == 0 {
		if p.rtl {
			return p.width
		}
		return 0
	}
	for j := range s.runs {
		r := &s.runs[j]
		if at < r.end || j == len(s.runs)-1 {
			part := float32(0)
			switch {
			case at >= r.end:
				part = r.w
			case at > r.start && r.end-r.start == len(r.text):
				part = min(fyne.MeasureText(r.text[:at-r.start], p.pieces[r.piece].ink.size, p.pieces[r.piece].ink.style).Width, r.w)
			}
			if r.rtl || len(r.text) == 0 && p.rtl {
				return r.x + r.w - part
			}
			return r.x + part
		}
	}
	return 0
}

// at returns the byte of the text that is nearest to a place.
func (p *para) at(pen *pen, pos fyne.Position) int {
	i := min(max(int(pos.Y/p.pitch), 0), len(p.strips)-1)
	s := &p.strips[i]
	if len(s.runs) == 0 {
		return s.start
	}
	best, far := s.start, float32(1e9)
	for j := range s.runs {
		r := &s.runs[j]
		d := float32(0)
		if pos.X < r.x {
			d = r.x - pos.X
		} else if pos.X > r.x+r.w {
			d = pos.X - r.x - r.w
		}
		if d < far {
			far = d
			best = p.inside(r, pos.X)
		}
	}
	// The spaces at which a line was broken belong to it, yet a caret after them would stand in the next line.
	if i < len(p.strips)-1 && best >= s.end && s.end > s.start {
		last := s.runs[len(s.runs)-1].text
		_, n := utf8.DecodeLastRuneInString(last)
		best = max(s.start, s.end-n)
	}
	return best
}

// inside returns the byte in run r that is nearest to x.
func (p *para) inside(r *run, x float32) int {
	if r.end-r.start != len(r.text) { // something else is shown than is written
		if (x < r.x+r.w/2) != r.rtl {
			return r.start
		}
		return r.end
	}
	x -= r.x
	if r.rtl {
		x = r.w - x
	}
	var stops []int
	for g := graphemes.FromString(r.text); g.Next(); {
		stops = append(stops, g.Start())
	}
	stops = append(stops, len(r.text))
	k := p.pieces[r.piece].ink
	reach := func(i int) float32 { return fyne.MeasureText(r.text[:stops[i]], k.size, k.style).Width }
	lo, hi := 0, len(stops)-1
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; reach(mid) <= x {
			lo = mid
		} else {
			hi = mid
		}
	}
	if x-reach(lo) > reach(hi)-x {
		lo = hi
	}
	return r.start + stops[lo]
}

// A box is a stretch of text in a visual line, for marks behind it.
type box struct{ x, y, w float32 }

// boxes returns where the bytes from start to end are shown.
func (p *para) boxes(pen *pen, start, end int) []box {
	var out []box
	for i := range p.strips {
		s := &p.strips[i]
		if end <= s.start || start >= s.end && i < len(p.strips)-1 || start > s.end {
			continue
		}
		for j := range s.runs {
			r := &s.runs[j]
			a, b := max(start, r.start), min(end, r.end)
			if a >= b {
				continue
			}
			x0, x1 := r.x, r.x+r.w
			if r.end-r.start == len(r.text) {
				k := p.pieces[r.piece].ink
				from := fyne.MeasureText(r.text[:a-r.start], k.size, k.style).Width
				to := fyne.MeasureText(r.text[:b-r.start], k.size, k.style).Width
				if x0, x1 = r.x+from, r.x+to; r.rtl {
					x0, x1 = r.x+r.w-to, r.x+r.w-from
				}
			}
			if n := len(out); n > 0 && out[n-1].y == float32(i)*p.pitch && out[n-1].x+out[n-1].w >= x0-1 && out[n-1].x <= x0 {
				out[n-1].w = x1 - out[n-1].x
				continue
			}
			out = append(out, box{x0, float32(i) * p.pitch, x1 - x0})
		}
	}
	return out
}

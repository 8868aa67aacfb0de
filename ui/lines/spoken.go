package lines

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"github.com/go-text/typesetting/segmenter"

	"voicewright/script"
)

// speakAfter is how long the keys rest before the spoken form is asked for.
const speakAfter = 120 * time.Millisecond

// speech is the spoken form of the line that is edited, shown under it. It is made in the background, one call at a
// time; while one runs, only the newest text waits.
type speech struct {
	on      bool
	parts   []SpokenPart
	wrong   []script.Problem // with the markup
	known   bool             // parts were told for this line
	running bool
	again   bool // the text changed while a call runs
	turn    int  // counts the changes, to see which timer is the last
	stop    func()

	para  para
	notes []para // why parts cannot be said
}

// begin opens the spoken form for the line in the editor.
func (s *speech) begin(l *List) {
	s.end()
	line := l.source.Line(l.source.Index(l.edit.id))
	if l.Spoken == nil || line.Kind == script.Note {
		return
	}
	s.on = true
	s.start(l)
}

func (s *speech) end() {
	if s.stop != nil {
		s.stop()
	}
	*s = speech{running: s.running, turn: s.turn + 1}
}

// ask asks for the spoken form when the keys rest.
func (s *speech) ask(l *List) {
	if !s.on {
		return
	}
	if s.stop != nil {
		s.stop()
	}
	s.turn++
	turn := s.turn
	s.stop = l.after(speakAfter, func() {
		l.do.Do(func() {
			if s.on && s.turn == turn {
				s.start(l)
			}
		})
	})
}

func (s *speech) start(l *List) {
	if s.running {
		s.again = true
		return
	}
	s.running = true
	id, text, spoken := l.edit.id, l.edit.text, l.Spoken
	go func() {
		parts := spoken(id, text)
		_, wrong := script.Parse(text)
		l.do.Do(func() {
			s.running = false
			if s.on && l.edit.id == id {
				s.parts, s.wrong, s.known = parts, wrong, true
				l.arrange()
			}
			if s.on && (s.again || l.edit.id != id) {
				s.again = false
				s.start(l)
			}
		})
	}()
}

// indent is the room of the sign before the spoken form, in units of the pen.
const indent = 22

// lay breaks the spoken form into lines and returns the height that it needs.
func (s *speech) lay(p *pen, seg *segmenter.Segmenter, width float32) float32 {
	if !s.on {
		return 0
	}
	pitch := 19 * p.unit
	s.para = lay(p, seg, s.pieces(p), 0, width-indent*p.unit, pitch)
	s.notes = s.notes[:0]
	height := s.para.height()
	for _, why := range s.reasons() {
		k := ink{size: p.caption(), colour: p.bad}
		n := lay(p, seg, []piece{{0, len(why), why, k, plain}}, len(why), width-indent*p.unit, pitch)
		s.notes = append(s.notes, n)
		height += n.height() + 2*p.unit
	}
	return height + 11*p.unit
}

// pieces are the parts: what is said otherwise than written is heavier and underlined, what cannot be said struck out.
func (s *speech) pieces(p *pen) []piece {
	base := ink{size: 13 * p.unit, colour: p.quiet}
	if !s.known {
		return []piece{{0, 0, "…", base, plain}}
	}
	var out []piece
	last := ""
	for _, part := range s.parts {
		if part.Bad && part.Text == part.Why {
			continue // a complaint about the line as a whole
		}
		k, text := base, part.Text
		switch {
		case part.Bad:
			k.colour = p.bad
			k.style = fyne.TextStyle{Bold: true, Strikethrough: true}
			if text == "" {
				text = part.Written
			}
		case part.Changed:
			k.colour = p.fore
			k.style = fyne.TextStyle{Bold: true, Underline: true}
		}
		if text == "" {
			continue
		}
		if last != "" && apart(last, text) {
			out = append(out, piece{0, 0, " ", base, plain})
		}
		out = append(out, piece{0, 0, text, k, plain})
		last = text
	}
	if len(out) == 0 {
		base.style.Italic = true
		return []piece{{0, 0, lang.L("Nothing is said."), base, plain}}
	}
	return out
}

// apart tells whether two parts are words that want a space between them.
func apart(a, b string) bool {
	x, _ := utf8.DecodeLastRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return !unicode.IsSpace(x) && !unicode.IsSpace(y) && !unicode.IsPunct(y)
}

// reasons are why parts cannot be said and what is wrong with the markup, each once.
func (s *speech) reasons() []string {
	var out []string
	seen := map[string]bool{}
	for _, part := range s.parts {
		if !part.Bad || part.Why == "" || seen[part.Why] {
			continue
		}
		seen[part.Why] = true
		what := strings.TrimSpace(part.Written)
		if what == "" {
			what = strings.TrimSpace(part.Text)
		}
		if what != "" && !strings.Contains(part.Why, what) {
			out = append(out, "“"+what+"”: "+part.Why)
		} else {
			out = append(out, part.Why)
		}
	}
	for _, w := range s.wrong {
		if !seen[w.Text] {
			seen[w.Text] = true
			out = append(out, w.Text)
		}
	}
	return out
}

// draw draws the spoken form with its top at y.
func (s *speech) draw(r *row, p *pen, x, y float32) {
	if !s.on {
		return
	}
	y += 6 * p.unit
	r.image(x-1, y+(s.para.pitch-15*p.unit)/2, 15*p.unit, sayIcon, 0)
	r.zone(noteZone, x-4, y, 20*p.unit, s.para.pitch, lang.L("As it will be said"))
	y = r.plain(p, &s.para, x+indent*p.unit, y)
	for i := range s.notes {
		y += 2 * p.unit
		r.image(x-1, y+(s.para.pitch-15*p.unit)/2, 15*p.unit, doubtIcon, 0)
		y = r.plain(p, &s.notes[i], x+indent*p.unit, y)
	}
}

// plain draws a para without anything behind it and returns where it ends.
func (s *sketch) plain(p *pen, q *para, x, y float32) float32 {
	for i := range q.strips {
		for _, n := range q.strips[i].runs {
			if n.text != "" {
				k := q.pieces[n.piece].ink
				s.text(x+n.x, y+(q.pitch-p.tall(k))/2, n.text, k)
			}
		}
		y += q.pitch
	}
	return y
}

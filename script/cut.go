package script

import "strings"

// cutMarkup cuts a text at bytes, given in rising order, without the white space there; empty parts are left in. Stretches
// of markup that a cut goes through are ended before it and begun again behind it, and a cut inside a tag is made after
// the tag.
func cutMarkup(s string, cuts ...int) []string {
	tokens, _ := scan(s)
	parts := make([]string, 0, len(cuts)+1)
	var open []token
	begin, from := "", 0
	for _, at := range append(cuts, len(s)) {
		for at < len(s) && s[at]&0xC0 == 0x80 {
			at++
		}
		at = max(at, from)
		for len(tokens) > 0 && tokens[0].start < at {
			t := tokens[0]
			tokens = tokens[1:]
			end := t.end
			if t.kind == tokenEscape {
				end++
			}
			at = max(at, min(end, len(s)))
			open = follow(open, t)
		}
		part := strings.TrimSpace(s[from:at])
		if part != "" {
			part = begin + part
			if at < len(s) {
				part = closeOpen(part, open, s)
			}
		}
		parts = append(parts, part)
		begin, from = "", at
		for _, o := range open {
			begin += s[o.start:o.end]
		}
	}
	return parts
}

// follow returns the stretches that are open after a token.
func follow(open []token, t token) []token {
	switch {
	case t.kind != tokenPace && t.kind != tokenStar:
	case !t.closing:
		open = append(open, t)
	default:
		for k := len(open) - 1; k >= 0; k-- {
			if o := open[k]; o.kind == t.kind && (t.kind == tokenStar || o.name == t.name[1:]) {
				return append(open[:k:k], open[k+1:]...)
			}
		}
	}
	return open
}

// closeOpen ends the stretches that are open at the end of part; one that would hold nothing goes.
func closeOpen(part string, open []token, s string) string {
	for k := len(open) - 1; k >= 0; k-- {
		o := open[k]
		tag := s[o.start:o.end]
		if rest, ok := strings.CutSuffix(part, tag); ok {
			part = strings.TrimSpace(rest)
			continue
		}
		if o.kind == tokenPace {
			tag = "[/" + o.name + "]"
		}
		part += tag
	}
	return part
}

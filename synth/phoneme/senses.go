package phoneme

import "strings"

// special gives the tag of words that need more than a part of speech; false for all others.
func (c *place) special() (string, bool) {
	if question, ok := specialWords[c.word]; ok {
		return question(c), true
	}
	if c.word == "deserts" && c.before == "just" {
		return tagVerb, true
	}
	if is(c.word, "object", "objects") && c.n1 == "to" && !in(c.p1, "det", "possessive") {
		return tagVerb, true
	}
	return tagNone, false
}

// specialWords asks what decides about one word, or about a group that behaves alike.
var specialWords = map[string]func(*place) string{
	"read": (*place).past, "reread": (*place).past, "wound": (*place).wound, "used": (*place).used,
	"close": (*place).close, "live": (*place).live, "lives": (*place).lives, "lead": (*place).lead,
	"bow": (*place).bow, "bows": (*place).bow, "tear": (*place).tear, "tears": (*place).tear,
	"wind": (*place).wind, "winds": (*place).wind, "content": (*place).content, "use": (*place).use, "uses": (*place).use,
	"house": (*place).house, "mouth": (*place).house,
	"learned": (*place).oldParticiple, "aged": (*place).oldParticiple, "blessed": (*place).oldParticiple, "cursed": (*place).oldParticiple,
	"crooked": (*place).rugged, "dogged": (*place).rugged, "ragged": (*place).rugged, "jagged": (*place).rugged,
	"bass": func(c *place) string { return pick(c.near("fish"), tagAlt, tagNone) },
	"axes": func(c *place) string { return pick(c.near("tools"), tagVerb, tagNone) },
	"minute": func(c *place) string {
		very := in(c.p1, "degree") && !is(c.p1, "as", "how", "not", "more", "most", "less")
		return pick(in(c.n1, "small_things") || very, tagAdj, tagNone)
	},
	"invalid": func(c *place) string {
		alone := c.n1 == "" || in(c.n1, "be", "conjunction", "prep", "modal", "have")
		return pick(alone && c.partOfSpeech() == tagNoun, tagNoun, tagNone)
	},
	"dove": func(c *place) string {
		dived := in(c.n1, "dive_after") && !in(c.p1, "det", "possessive") && !isAdjective(c.p1) && c.p1 != ""
		return pick(in(c.p1, "subject") || dived, tagVerb, tagNoun)
	},
	"refuse": func(c *place) string {
		noun := is(c.partOfSpeech(), tagNoun, tagAdj) && c.n1 != "to"
		return pick(in(c.n1, "refuse_after") || noun, tagNoun, tagVerb)
	},
	"produce": func(c *place) string {
		return pick(in(c.n1, "produce_after") || c.partOfSpeech() == tagNoun, tagNoun, tagNone)
	},
	"excuse": func(c *place) string {
		tag := c.partOfSpeech()
		return pick(c.objectFollows() && tag != tagNoun, tagVerb, tag)
	},
	"moped": func(c *place) string {
		return pick(in(c.p1, "subject") || is(c.n1, "about", "around"), tagVerb, tagNoun)
	},
	"resume": (*place).resume, "resumes": (*place).resume,
	"august": func(c *place) string {
		return pick(c.capital || in(c.p1, "date_before") || in(c.n1, "ordinal", "number"), tagCap, tagNone)
	},
	"polish": func(c *place) string {
		return pick(c.capital && !(c.first && c.objectFollows()), tagCap, tagNone)
	},
	"there": func(*place) string { return tagNone }, "that": func(*place) string { return tagNone },
}

func (c *place) resume() string { return pick(c.partOfSpeech() == tagNoun, tagNoun, tagVerb) }

func (c *place) house() string {
	return pick(c.partOfSpeech() == tagVerb && c.objectFollows(), tagVerb, tagNoun)
}

func (c *place) rugged() string {
	return pick(in(c.p1, "subject", "have") || c.n1 == "by", tagVerb, tagNone)
}

// used tells "it was used to make" from "he was used to making", "used to the noise", "used to go".
func (c *place) used() string {
	if c.n1 != "to" {
		return tagNone
	}
	passive := in(c.p1, "be") && !is(c.p1, "get", "got", "getting", "gets", "become", "became", "becomes", "am", "i'm")
	if passive && c.n2 != "" && !strings.HasSuffix(c.n2, "ing") && !in(c.n2, "det", "object", "possessive", "be") {
		return tagNone
	}
	return tagPast
}

func (c *place) close() string {
	if is(c.n1, "to", "by", "up") && !in(c.p1, "modal") {
		return tagAdj
	}
	tag := c.partOfSpeech()
	if tag == tagNoun {
		return pick(is(c.n1, "", "of") && !in(c.p1, "adjective") && c.p1 != "in", tagNoun, tagAdj)
	}
	return pick(tag == tagVerb, tagVerb, tagAdj)
}

func (c *place) live() string {
	tag := c.partOfSpeech()
	if tag == tagVerb || c.before == "long" {
		return tagVerb
	}
	if in(c.p1, "broadcast", "be") || tag == tagNoun && !isPlural(c.p1) && !in(c.n1, "place_after") {
		return tagAdj
	}
	return pick(in(c.n1, "place_after") || isPlural(c.p1) || in(c.p1, "conjunction"), tagVerb, tagAdj)
}

func (c *place) lives() string {
	if c.partOfSpeech() == tagVerb {
		return tagVerb
	}
	if in(c.p1, "det", "possessive", "prep", "number") || isAdjective(c.p1) || endsIn(c.p1, "s'", "'s", "ing", "ed", "ve") {
		return tagNoun
	}
	return pick(c.p1 != "" && in(c.n1, "place_after"), tagVerb, tagNoun)
}

// lead is the metal where the clause speaks of metals and pipes, unless another noun follows.
func (c *place) lead() string {
	if in(c.n1, "metal_after") {
		return tagAlt
	}
	alone := c.n1 == "" || in(c.n1, "prep", "conjunction", "be", "modal")
	front := is(c.p1, "the", "a") && is(c.n1, "in", "of", "to", "over")
	return pick(c.partOfSpeech() != tagVerb && alone && c.near("metal") && !front, tagAlt, tagNone)
}

func (c *place) bow() string {
	if c.partOfSpeech() == tagVerb || is(c.n1, "down", "before") {
		return tagVerb
	}
	return pick(c.near("bow_bend") && !c.near("bow_string"), tagAlt, tagNone)
}

func (c *place) tear() string {
	tag := c.partOfSpeech()
	switch {
	case tag == tagVerb && (c.p1 != "" || c.objectFollows()),
		!is(c.p1, "", "a", "the", "single") && in(c.n1, "verb_particle") && tag != tagNoun,
		in(c.p1, "conjunction") && in(c.n1, "verb_particle"),
		c.p1 == "and" && c.p2 == "wear",
		c.word == "tear" && is(c.n1, "in", "across", "along") && c.near("rip"):
		return tagVerb
	}
	return tagNoun
}

func (c *place) wind() string {
	turns := is(c.n1, "up", "its", "their", "his", "through", "around", "back") && !in(c.p1, "det", "possessive", "adjective")
	if turns || in(c.p1, "winding_subject") && c.n1 != "" {
		return tagVerb
	}
	return pick(c.partOfSpeech() == tagVerb, tagVerb, tagNoun)
}

func (c *place) content() string {
	tag := c.partOfSpeech()
	if tag == tagAdj || is(c.n1, "with", "to") || in(c.p1, "be", "degree") {
		return tagNone
	}
	if tag != tagNoun && !in(c.n1, "content_after") {
		return tagNone
	}
	describes := is(c.p1, "a", "the") && c.n1 != "" && !in(c.n1, "prep", "be", "conjunction", "modal", "content_after")
	return pick(describes, tagNone, tagNoun)
}

func (c *place) use() string {
	tag := c.partOfSpeech()
	noun := is(tag, tagNoun, tagAdj) && (!c.objectFollows() || in(c.p1, "det", "possessive"))
	return pick(c.n1 == "of" || noun, tagNoun, tagVerb)
}

// oldParticiple speaks -ed as a syllable of its own in "a learned man", "the aged", "the blessed bread".
func (c *place) oldParticiple() string {
	learned := in(c.p1, "degree") && c.word == "learned"
	if !in(c.p1, "det", "possessive") && !learned {
		return tagNone
	}
	old := c.word == "aged" && c.p1 == "the" && is(c.n1, "", "and")
	holy := is(c.word, "blessed", "cursed") && c.n1 != ""
	return pick(in(c.n1, "person") || old || holy || learned, tagAdj, tagNone)
}

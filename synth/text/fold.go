package text

// folded lists, for each plain spelling, the Latin letters that are folded to it.
var folded = map[string]string{
	"A":   "ÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ",
	"AE":  "Æ",
	"B":   "ḂḄḆ",
	"C":   "ÇĆĈĊČḈ",
	"D":   "ÐĎĐḊḌḎḐḒ",
	"DZ":  "ǄǱ",
	"Dz":  "ǅǲ",
	"E":   "ÈÉÊËĒĔĖĘĚƏȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ",
	"F":   "Ḟ",
	"G":   "ĜĞĠĢǦǴḠ",
	"H":   "ĤĦȞḢḤḦḨḪ",
	"I":   "ÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ",
	"IJ":  "Ĳ",
	"J":   "Ĵ",
	"K":   "ĶǨḰḲḴ",
	"L":   "ĹĻĽŁḶḸḺḼ",
	"LJ":  "Ǉ",
	"Lj":  "ǈ",
	"M":   "ḾṀṂ",
	"N":   "ÑŃŅŇǸṄṆṈṊ",
	"NJ":  "Ǌ",
	"Ng":  "Ŋ",
	"Nj":  "ǋ",
	"O":   "ÒÓÔÕÖØŌŎŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ",
	"OE":  "Œ",
	"P":   "ṔṖ",
	"R":   "ŔŖŘȐȒṘṚṜṞ",
	"S":   "ŚŜŞŠȘṠṢṤṦṨ",
	"SS":  "ẞ",
	"T":   "ŢŤŦȚṪṬṮṰ",
	"Th":  "Þ",
	"U":   "ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ",
	"V":   "ṼṾ",
	"W":   "ŴẀẂẄẆẈ",
	"X":   "ẊẌ",
	"Y":   "ÝŶŸȲẎỲỴỶỸ",
	"Z":   "ŹŻŽẐẒẔ",
	"a":   "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
	"ae":  "æ",
	"b":   "ḃḅḇ",
	"c":   "çćĉċčḉ",
	"d":   "ðďđḋḍḏḑḓ",
	"dz":  "ǆǳ",
	"e":   "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệə",
	"f":   "ƒḟ",
	"ff":  "ﬀ",
	"ffi": "ﬃ",
	"ffl": "ﬄ",
	"fi":  "ﬁ",
	"fl":  "ﬂ",
	"g":   "ĝğġģǧǵḡ",
	"h":   "ĥħȟḣḥḧḩḫẖ",
	"i":   "ìíîïĩīĭįıǐȉȋḭḯỉị",
	"ij":  "ĳ",
	"j":   "ĵǰ",
	"k":   "ķĸǩḱḳḵ",
	"l":   "ĺļľłḷḹḻḽ",
	"lj":  "ǉ",
	"m":   "ḿṁṃ",
	"n":   "ñńņňŉǹṅṇṉṋ",
	"ng":  "ŋ",
	"nj":  "ǌ",
	"o":   "òóôõöøōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
	"oe":  "œ",
	"p":   "ṕṗ",
	"r":   "ŕŗřȑȓṙṛṝṟ",
	"s":   "śŝşšſșṡṣṥṧṩẛ",
	"ss":  "ß",
	"st":  "ﬅﬆ",
	"t":   "ţťŧțṫṭṯṱẗ",
	"th":  "þ",
	"u":   "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
	"v":   "ṽṿ",
	"w":   "ŵẁẃẅẇẉẘ",
	"x":   "ẋẍ",
	"y":   "ýÿŷȳẏẙỳỵỷỹ",
	"z":   "źżžẑẓẕ",
}

// plainLetters is folded turned round: the plain spelling of each letter.
var plainLetters = func() map[rune]string {
	m := make(map[rune]string, 1024)
	for plain, letters := range folded {
		for _, r := range letters {
			m[r] = plain
		}
	}
	return m
}()

// Fold returns s with accented Latin letters and ligatures replaced by plain ones, as the lexicon has them: "crème"
// gives "creme". Everything else stays as it is.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			out := make([]byte, 0, len(s))
			for _, r := range s {
				if plain, ok := plainLetters[r]; ok {
					out = append(out, plain...)
				} else if !isCombining(r) {
					out = append(out, string(r)...)
				}
			}
			return string(out)
		}
	}
	return s
}

// isCombining reports whether r is a mark that stands on the letter before it.
func isCombining(r rune) bool { return r >= 0x300 && r <= 0x36F }

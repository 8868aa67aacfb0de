package text

import (
	"strconv"
	"strings"
)

var (
	// numberedThings are followed by a Roman numeral that is said as a number.
	numberedThings = set(`chapter part volume vol book act scene section article appendix figure fig table phase stage type
		class grade level war title bowl fantasy episode season round mark mk group division canto psalm verse apollo tier unit
		lesson page no number category factor schedule exhibit vatican stanza movement sonata symphony rocky series gemini
		saturn civilization quest wars trek ch`)
	// monarchs are names that kings, queens and popes bore; a numeral after them is said as an ordinal.
	monarchs = set(`henry louis elizabeth george edward richard charles james william mary john paul pius benedict leo gregory
		clement innocent urban alexander nicholas catherine peter ivan philip philippe ferdinand frederick wilhelm napoleon
		otto francis franz joseph josef leopold albert alfonso carlos juan ramses ramesses rameses ptolemy thutmose amenhotep darius
		xerxes cyrus constantine theodosius justinian haakon olaf olav christian gustav umberto emmanuel emanuel sixtus
		boniface julius celestine malcolm robert david kenneth felipe harald carl karl victoria margaret margrethe anne jane
		isabella alexandra ludwig friedrich baldwin stephen eugene adrian hadrian martin callixtus honorius urbanus
		mehmed murad selim suleiman mohammed abdullah hussein hassan rama tutankhamun seti cleopatra antiochus seleucus
		artaxerxes demetrius akbar pedro afonso manuel joao sancho casimir sigismund boris theodore thomas walter davis
		kamehameha akihito rainier andrew arthur samuel simon michael harold christopher anthony patrick daniel matthew timothy`)
	titles     = set("king queen pope tsar czar emperor empress prince princess pharaoh sultan kaiser shah saint st")
	ordinalOf  = set("century centuries olympiad olympics dynasty corps amendment arrondissement congress edition")
	iVerbs     = set(`am was think have had do know would will want love like said saw see guess believe feel can could should did need mean hope went got met felt knew`)
	romanDigit = map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100, 'D': 500, 'M': 1000}
)

// romanValue returns the value of a well-formed Roman numeral in capitals.
func romanValue(s string) (int, bool) {
	if s == "" || len(s) > 15 {
		return 0, false
	}
	total := 0
	for i := 0; i < len(s); i++ {
		v := romanDigit[s[i]]
		if v == 0 {
			return 0, false
		}
		if i+1 < len(s) && romanDigit[s[i+1]] > v {
			total -= v
		} else {
			total += v
		}
	}
	return total, total > 0 && total < 4000 && romanOf(total) == s
}

// romanOf writes n as a Roman numeral.
func romanOf(n int) string {
	var b strings.Builder
	for _, step := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= step.value {
			b.WriteString(step.sign)
			n -= step.value
		}
	}
	return b.String()
}

// roman says the word p..e as a Roman numeral when what stands around it makes it one.
func (n *normaliser) roman(p, e int) int {
	written := n.c.s[p:e]
	value, ok := romanValue(strings.TrimSuffix(written, "'s"))
	if !ok {
		return 0
	}
	tail := ""
	if strings.HasSuffix(written, "'s") {
		tail, written = "'s", strings.TrimSuffix(written, "'s")
	}
	digits := strconv.Itoa(value)
	prev := n.prev(1)
	before := strings.ToLower(strings.TrimSuffix(prev, "."))
	next := n.nextWord(e)
	ivx := strings.Trim(written, "IVX") == ""
	switch {
	case ordinalOf[next] && ivx && (len(written) > 1 || before == "the"):
		return n.emit(p, e, ordinal(digits)+tail, Roman)
	case numberedThings[before] && (len(written) > 1 || ivx || before == "chapter" || before == "psalm"):
		if written == "I" && (iVerbs[next] || !isUpper(prev[0]) && !n.shouting) || len(written) == 1 && (before == "type" || before == "class" || before == "level") && !ivx {
			return 0
		}
		return n.emit(p, e, cardinal(digits)+tail, Roman)
	case prev == "" || !isUpper(prev[0]) || !ivx:
		return 0
	case monarchs[before] || titles[strings.ToLower(n.prev(2))] && !smallWords[before]:
		if written == "X" && before == "malcolm" {
			return 0
		}
		royal := titles[strings.ToLower(n.prev(2))]
		if written == "I" && iVerbs[next] && !(royal && (next == "was" || next == "had" || next == "did" || next == "would")) {
			return 0
		}
		if written == "I" && !royal && next != "" && next != "of" && next != "and" && next != "in" && next != "the" {
			return 0
		}
		if len(written) == 1 && written != "I" && value != 5 && value != 10 {
			return 0
		}
		return n.emit(p, e, "the "+ordinal(digits)+tail, Roman)
	case len(written) > 1 && (written == "II" || written == "III" || value < 40 && value != 4) && !smallWords[before]:
		if n.ends[len(n.ends)-1].b+1 != p {
			return 0
		}
		if (written == "II" || written == "III") && monarchs[strings.ToLower(n.prev(2))] {
			return n.emit(p, e, "the "+ordinal(digits)+tail, Roman)
		}
		return n.emit(p, e, cardinal(digits)+tail, Roman)
	}
	return 0
}

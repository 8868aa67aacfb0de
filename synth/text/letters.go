package text

import (
	_ "embed"
	"strings"
)

// commonWords are the short words of English, so that NOT and STOP in capitals are taken for emphasis and not for
// initials. They are those that occur more than once in the transcripts of our speech corpora, and some of our own.
//
//go:embed words.txt
var wordList string

var commonWords = set(wordList)

// isCommon reports whether a word in small letters, or what it is an inflection of, is in the list.
func isCommon(w string) bool {
	if commonWords[w] {
		return true
	}
	for _, ending := range []string{"s", "es", "d", "ed", "ing", "er"} {
		if base, ok := strings.CutSuffix(w, ending); ok && len(base) > 2 && commonWords[base] {
			return true
		}
	}
	return false
}

var (
	// acronyms are said as words.
	acronyms = set(`NASA NATO UNESCO UNICEF AIDS OPEC FIFA UEFA NAFTA SCUBA RADAR LASER SONAR COVID OSHA PIN SIM RAM ROM GIF GIFS SWAT ZIP
		DARPA HIPAA PETA IKEA LEGO NASDAQ CAPTCHA YOLO FEMA FICO ICANN MIDI NIMBY POTUS SCOTUS FLOTUS SARS MERS WASP UNIX BASIC
		LAN WAN CERN ASEAN ASCII INTERPOL NASCAR GATT MENSA AWOL FOMO MOMA JPEG MPEG IMAX ISIS ASAP DOS BIOS CAD CAM ERASMUS
		NORAD AMBER GULAG CANOLA TASER LASIK TED SAP OPEX CAPEX NOAA UNHCR RICO SOHO COBOL FORTRAN LINUX NVIDIA ADIDAS FIAT SAAB
		VIN MASH GMAT LSAT MCAT SAT EULA GNU KISS LARP META MIT-E OXFAM UNOS ANZAC AUKUS COP DREAM START SALT SETI WIMP VISA QUANGO
		BAFTA CRISPR NAAFI NIST NAND OLED PEMDAS RAID SCADA SMART SPAM TARP WAP CISA INSEAD EBITDA`)
	// spelled are always said by their letters, though they could pass for words.
	spelled = set(`US USA UK EU UN UAE USSR FBI CIA NSA DEA ATF IRS SEC FDA EPA FAA FCC FTC NIH CDC WHO IMF WTO NGO CEO CFO CTO COO CIO HR
		PR IT AI ML TV PC CD DVD USB CPU GPU SSD HTML CSS XML SQL API URL HTTP HTTPS FTP SSH VPN DNS IP TCP UDP GPS LCD PDF
		FAQ DIY RSVP ETA FYI BTW IMO LOL OMG TBD TBA AKA BBC CNN NBC CBS ABC MSNBC ESPN HBO MTV NPR PBS NFL NBA MLB NHL UFC
		MVP GDP GNP IPO ATM VIP UFO RV SUV EV HIV DNA RNA MRI CT ICU ER OR EKG ECG IQ EQ PTSD ADHD OCD STD LGBT LGBTQ BLM
		MBA BA MA PHD MD RN JD GED GPA SAT-II MIT UCLA USC NYU LSE NYPD LAPD NYC LA DC SF UAW AFL CIO AARP ACLU NAACP
		NRA KKK IRA PLO KGB SS SAS RAF USAF USMC US-A SOS VAT ISBN ISP OS UI UX QA IDE SDK AWS IBM HP GE GM BMW VW AMD AOL
		UPS DHL KFC AC DC AM FM PM EST EDT CST CDT MST MDT PST PDT GMT UTC BC BCE CE AD PO ID IDs HQ ROI KPI SEO CRM ERP B2B
		NHS MP MPS ITV GCSE BST EEA ECB EEC ESA PHP JS TS IIS ICE-T LLC LLP PLC DJ MC BBQ PBJ TNT LED`)
)

// shouts reports whether a sentence is written in capitals: at least two words of capitals that are not initials, and
// hardly any with small letters.
func shouts(s string) bool {
	capital, small := 0, 0
	for i := 0; i < len(s); {
		if !isLetter(s[i]) {
			i++
			continue
		}
		j, up := i, 0
		for j < len(s) && isLetter(s[j]) {
			if isUpper(s[j]) {
				up++
			}
			j++
		}
		switch w := s[i:j]; {
		case j-i == 1:
		case up < j-i:
			small++
		case j-i > 5 || isCommon(strings.ToLower(w)) && !acronyms[w] || !spelled[w] && !acronyms[w] && pronounceable(w):
			capital++
		}
		i = j
	}
	return capital >= 2 && capital > 2*small
}

// capitals says a word in capitals: by its letters, as an acronym, or as the word it is; "" when it has small letters.
func (n *normaliser) capitals(p, e int) (string, Kind) {
	w, tail := n.c.s[p:e], ""
	switch {
	case strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "'S"):
		w, tail = w[:len(w)-2], "'s"
	case len(w) > 2 && w[len(w)-1] == 's' && isUpper(w[len(w)-2]):
		w, tail = w[:len(w)-1], "s"
	}
	if len(w) < 2 || strings.ToUpper(w) != w || strings.Contains(w, "'") {
		if tail == "s" && n.at(p+1) == 's' { // As, Bs
			return "", Plain
		}
		return "", Plain
	}
	lower := strings.ToLower(w)
	isWord := isCommon(lower)
	switch {
	case n.shouting && isWord && w != "FBI", acronyms[w] && w != "IT":
		return lowerOrAcronym(w) + tail, Plain
	case spelled[w] && !n.shouting, spelled[w] && !isWord && len(w) < 6:
		return spellTail(w, tail), Letters
	case isWord, len(w) > 5 && pronounceable(w), n.shouting && len(w) > 3 && pronounceable(w):
		return lower + tail, Plain
	case len(w) < 5, len(w) < 8 && !pronounceable(w), !strings.ContainsAny(w, "AEIOUY"):
		if len(w) > 12 { // not initials, but noise
			return lower + tail, Plain
		}
		return spellTail(w, tail), Letters
	}
	return lower + tail, Plain
}

// lowerOrAcronym keeps an acronym in the capitals under which the lexicon has it; other words get small letters.
func lowerOrAcronym(w string) string {
	if acronyms[w] && !isCommon(strings.ToLower(w)) {
		return w
	}
	return strings.ToLower(w)
}

// spellTail spells w; a plural is said like a possessive, "C E O's", which is how it sounds.
func spellTail(w, tail string) string {
	if tail != "" {
		tail = "'s"
	}
	return spell(w) + tail
}

// spell parts the letters of w, as capitals.
func spell(w string) string {
	return strings.Join(strings.Split(strings.ToUpper(w), ""), " ")
}

// onsets are the pairs of consonants with which English words begin.
var onsets = set(`BL BR CH CL CR DR DW FL FR GL GN GR KN KL KR PH PL PR QU SC SH SK SL SM SN SP SQ ST SW TH TR TW WH WR RH PS SV`)

// pronounceable judges whether capitals could be a word: a vowel, no long runs of consonants, a beginning that English
// has.
func pronounceable(w string) bool {
	vowels, run := 0, 0
	for i := 0; i < len(w); i++ {
		if strings.IndexByte("AEIOUY", w[i]) >= 0 {
			vowels++
			run = 0
			continue
		}
		run++
		if run > 3 || run == 2 && i == 1 && !onsets[w[:2]] {
			return false
		}
	}
	return vowels > 0 && run < 4
}

// codeWord says letters with digits behind them, and more of both: A4, Q3, MP3, H2O, v2.0.1, COVID19.
func (n *normaliser) codeWord(p int) int {
	e := p
	for e < n.b && isAlnum(n.c.s[e]) {
		e++
	}
	written := n.c.s[p:e]
	if len(written) > window {
		return n.emit(p, e, spellCode(written), Letters)
	}
	head := letters(written)
	if len(head)+len(digitPrefix(written[len(head):])) == len(written) && n.at(e) == '.' && isDigit(n.at(e+1)) {
		v, _ := n.numeralAt(p + len(head)) // v2.0, v1.2.3
		end, words := v.e, v.words()
		for n.at(end) == '.' && isDigit(n.at(end+1)) {
			part := digitPrefix(n.ahead(end + 1))
			words += " point " + codeWhole(part)
			end += 1 + len(part)
		}
		name := spell(head)
		if head == "v" || head == "V" {
			name = "version"
		} else if len(head) > 3 {
			name = head
		}
		return n.emit(p, end, name+" "+words, Letters)
	}
	return n.emitCode(p, e, spellCode(written))
}

// emitCode emits a code with the 's that may follow it.
func (n *normaliser) emitCode(a, b int, words string) int {
	if n.at(b) == '\'' && n.at(b+1) == 's' && !isAlnum(n.at(b+2)) {
		return n.emit(a, b+2, words+"'s", Letters)
	}
	return n.emit(a, b, words, Letters)
}

func digitPrefix(s string) string {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return s[:i]
}

// code says digits with letters behind them: 221B, 3D, 1080p, 5G, 401k.
func (n *normaliser) code(v numeral) int {
	if v.grouped || !isLetter(n.at(v.e)) {
		return 0
	}
	e := v.e
	for e < n.b && isAlnum(n.c.s[e]) {
		e++
	}
	if v.frac != "" {
		return n.emit(v.a, e, v.words()+" "+spellCode(n.c.s[v.e:e]), Letters)
	}
	return n.emitCode(v.a, e, spellCode(n.c.s[v.a:e]))
}

// spellCode says runs of letters and runs of digits in turn. Letters that make a word of some length are said as one.
func spellCode(s string) string {
	var words []string
	for len(s) > 0 {
		if s == "s" && len(words) > 0 { // MP4s
			words[len(words)-1] = plural(words[len(words)-1])
			break
		}
		run := digitPrefix(s)
		if run != "" {
			words = append(words, codeDigits(run))
		} else {
			run = letters(s)
			lower := strings.ToLower(run)
			switch {
			case isCommon(lower) && len(run) > 2, acronyms[strings.ToUpper(run)], len(run) > 3 && pronounceable(strings.ToUpper(run)), len(run) > 8:
				words = append(words, lower)
			default:
				words = append(words, spell(run))
			}
		}
		s = s[len(run):]
	}
	return strings.Join(words, " ")
}

package text

import "strings"

// An abbreviation has a spoken form and a class that says how it stands in a sentence:
//
//	t  a title before a name; never ends a sentence
//	n  means this only before a number; never ends a sentence there
//	i  inside a sentence by nature (e.g., vs.); never ends one
//	o  may end a sentence
//	q  as o, but said so only with its full stop, since it is a word without it
type abbreviation struct {
	spoken string
	class  byte
}

var abbreviations = func() map[string]abbreviation {
	m := map[string]abbreviation{}
	add := func(class byte, list string) {
		for _, entry := range strings.Split(list, ";") {
			written, spoken, _ := strings.Cut(strings.TrimSpace(entry), "=")
			m[written] = abbreviation{spoken, class}
		}
	}
	add('t', `dr=doctor; mr=mister; mrs=missus; ms=Ms; mx=mix; messrs=messers; prof=professor; gen=general; sen=senator;
		rep=representative; gov=governor; capt=captain; cpt=captain; lt=lieutenant; col=colonel; sgt=sergeant; cpl=corporal;
		pvt=private; cmdr=commander; cdr=commander; adm=admiral; maj=major; rev=reverend; hon=honorable; pres=president; fr=father;
		st=saint; ste=sainte; mt=mount; ft=fort; supt=superintendent; insp=inspector; det=detective; amb=ambassador;
		brig=brigadier; mme=madame; mlle=mademoiselle; msgr=monsignor; asst=assistant; assoc=associate; sec'y=secretary; hrh=H R H`)
	add('n', `no=number; nos=numbers; fig=figure; figs=figures; vol=volume; vols=volumes; ch=chapter; chap=chapter;
		p=page; pp=pages; pg=page; sec=section; art=article; eq=equation; ver=version; op=opus; tel=telephone; ext=extension;
		ca=circa; c=circa; apt=apartment; par=paragraph; ed=edition; pt=part; bk=book; rm=room; flt=flight; lot=lot`)
	add('i', `vs=versus; e.g=for example; i.e=that is; eg=for example; ie=that is; approx=approximately; cf=compare; viz=namely; incl=including; a.k.a=A K A;
		esp=especially; max=maximum; avg=average; est=established; excl=excluding; resp=respectively; w.r.t=with respect to; dept=department; govt=government;
		cont'd=continued; attn=attention; aka=A K A; i.a=inter alia; n.b=nota bene; et al=et al`)
	add('o', `etc=et cetera; inc=incorporated; corp=corporation; ltd=limited; bros=brothers; co=company; jr=junior; sr=senior;
		esq=esquire; ave=avenue; blvd=boulevard; rd=road; ln=lane; hwy=highway; pkwy=parkway; sq=square; ct=court; pl=place;
		bldg=building; fl=floor; hts=heights; misc=miscellaneous; intl=international; natl=national; univ=university; mgr=manager; mgmt=management; min=minutes;
		hrs=hours; hr=hour; mins=minutes; secs=seconds; lbs=pounds; lb=pounds; oz=ounces; yrs=years; yr=year; tbsp=tablespoon; tsp=teaspoon;
		temp=temperature; assn=association; mfg=manufacturing; tech=tech; dist=district; ph.d=P H D; cert=certificate; amt=amount; acct=account;
		qty=quantity; wk=week; std=standard; ref=reference; alt=alternative; ant=antonym; syn=synonym; orig=original; lib=library; calif=California; mass=Massachusetts; penn=Pennsylvania; conn=Connecticut; tex=Texas; fla=Florida; okla=Oklahoma; ariz=Arizona; wash=Washington; ont=Ontario; que=Quebec`)
	add('o', `mon=Monday; tue=Tuesday; tues=Tuesday; wed=Wednesday; thu=Thursday; thur=Thursday; thurs=Thursday; fri=Friday; sat=Saturday; sun=Sunday`)
	for _, needsDot := range strings.Fields(`co inc pl ct sq ln min max tech temp std ref alt ant syn orig lib mass penn conn tex fla wash ont que
		mon wed sat sun thu fri cert dist wk esp est resp incl par no op art eq ed pt lot fl sec ver fig figs ch p c pg ca bk gen sen rep gov col rev hon pres
		det amb maj adm brig supt insp fr ms pvt ste hr yr min asst assoc i.a n.b cdr dept mt ft dr st mr mrs prof calif ariz okla ext tel avg rm oz lb univ ave rd hrs mins secs yrs lbs`) {
		a := m[needsDot]
		if a.class == 'o' {
			a.class = 'q'
			m[needsDot] = a
		}
	}
	return m
}()

// bare are the abbreviations that are as common without their full stop, when a capital is next or by themselves.
var bare = set(`mr mrs dr st mt prof sgt capt lt jr sr etc vs ltd corp approx bros ave blvd rd hwy dept govt aka apt vol nos pp tbsp tsp misc intl fig mins secs hrs yrs lbs hr`)

// abbreviation says the abbreviation written p..e, with the full stop after it.
func (n *normaliser) abbreviation(p, e int) int {
	written := n.c.s[p:e]
	lower := strings.ToLower(written)
	a, ok := abbreviations[lower]
	if !ok {
		return 0
	}
	dot := n.at(e) == '.'
	end := n.dotted(e)
	next := n.skipSpace(end)
	capital := isUpper(n.at(next)) && next > end
	digit := isDigit(n.at(next)) || n.at(next) == '#'
	if !dot && n.at(e) == '-' && isUpper(n.at(e+1)) && (written == "St" || written == "Ste") {
		return n.emit(p, e, a.spoken, Abbreviation) // Rue St-Denis
	}
	if !dot && (!bare[lower] || len(written) > 1 && isUpper(written[1])) {
		return 0
	}
	spoken := a.spoken
	switch a.class {
	case 't':
		switch lower {
		case "st", "dr":
			spoken = n.streetOr(p, end, spoken, map[string]string{"st": "street", "dr": "drive"}[lower])
		case "ste":
			if digit {
				spoken = "suite"
			}
		case "gen", "sen", "rep", "col", "det", "fr", "adm", "pres", "ms", "hon", "rev", "amb", "maj", "brig", "ft", "gov":
			if !capital || !isUpper(written[0]) {
				return 0
			}
		}
		if !dot && !capital && spoken != "street" && spoken != "drive" || !dot && !isUpper(written[0]) {
			return 0
		}
	case 'n':
		if !digit && !romanAhead(n.ahead(next)) || lower == "no" && !dot && !isUpper(written[0]) {
			if lower == "apt" || lower == "tel" || lower == "ext" || lower == "ed" || lower == "vol" {
				break
			}
			return 0
		}
	case 'q':
		if !dot || !isUpper(written[0]) && n.finalDot(e) && wordLike[lower] {
			return 0
		}
		if lower == "min" && !(isDigit(n.at(p-2)) || isDigit(n.at(p-1))) {
			spoken = "minimum"
		}
	}
	switch {
	case lower == "est" && !digit:
		spoken = "estimated"
	case lower == "est" && !dot, lower == "max" && !dot:
		return 0
	case lower == "max" && isUpper(written[0]) && n.a != p:
		return 0
	case lower == "sr" && len(n.spans) == 0:
		spoken = "sister"
	}
	return n.emit(p, end, spoken, Abbreviation)
}

// wordLike are words that end sentences as often as they are abbreviations.
var wordLike = set("sun sat wed mass wash tech temp min ref alt ant pl")

// streetOr decides between "Saint Louis" and "Oak Street", "Doctor Reyes" and "Maple Drive": after a name or a number,
// and before anything but a name, it is the street.
func (n *normaliser) streetOr(p, end int, title, street string) string {
	prev := n.prev(1)
	named := prev != "" && (isUpper(prev[0]) || isDigit(prev[0]))
	if i := len(n.ends) - 1; named && isUpper(prev[0]) && (smallWords[strings.ToLower(prev)] || n.ends[i].a == n.a) {
		named = false // "In St. Louis", "Visit St. Paul"
	}
	next := n.skipSpace(end)
	capital := next > end && isUpper(n.at(next))
	switch {
	case !capital && prev != "" && isUpper(prev[0]) && !smallWords[strings.ToLower(prev)]:
		return street // "Maple Dr."
	case !named && (capital || title == "doctor"):
		return title
	case !named:
		return street
	case capital && title == "doctor" && !isDigit(prev[0]):
		// "Maple Dr. Springfield" against "Then Dr. Reyes": a street's name has a house number before it.
		if before := n.prev(2); before != "" && isDigit(before[0]) {
			return street
		}
		return title
	}
	return street
}

// smallWords are function words; with a capital they begin a sentence or a title.
var smallWords = set(`the a an in on at of to for from by with and or but as is are was were be been he she it they we you i
	this that these those there here when where why how what who which while if then than so yet nor not no yes my your his her
	its our their me him them us do does did have has had will would can could should may might must near outside inside
	after before since until about over under between through during into onto upon visit see meet ask call dear`)

// romanAhead reports whether s begins with a Roman numeral, as in "Vol. IV".
func romanAhead(s string) bool {
	w := letters(s)
	_, ok := romanValue(w)
	return ok && len(s) > 0
}

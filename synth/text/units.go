package text

import (
	"strings"
)

// unitNames gives one and many of each unit as written. Case counts where two units differ by it.
var unitNames = map[string][2]string{
	"km": {"kilometer", "kilometers"}, "m": {"meter", "meters"}, "cm": {"centimeter", "centimeters"},
	"mm": {"millimeter", "millimeters"}, "µm": {"micrometer", "micrometers"}, "nm": {"nanometer", "nanometers"},
	"mi": {"mile", "miles"}, "ft": {"foot", "feet"}, "yd": {"yard", "yards"}, "yds": {"yard", "yards"},
	"kg": {"kilogram", "kilograms"}, "kgs": {"kilogram", "kilograms"}, "g": {"gram", "grams"}, "mg": {"milligram", "milligrams"},
	"µg": {"microgram", "micrograms"}, "mcg": {"microgram", "micrograms"}, "lb": {"pound", "pounds"}, "lbs": {"pound", "pounds"}, "oz": {"ounce", "ounces"},
	"t": {"ton", "tons"}, "L": {"liter", "liters"}, "l": {"liter", "liters"}, "ml": {"milliliter", "milliliters"},
	"mL": {"milliliter", "milliliters"}, "cl": {"centiliter", "centiliters"}, "dl": {"deciliter", "deciliters"}, "gal": {"gallon", "gallons"},
	"pt": {"pint", "pints"}, "qt": {"quart", "quarts"}, "tsp": {"teaspoon", "teaspoons"}, "tbsp": {"tablespoon", "tablespoons"},
	"Tbsp": {"tablespoon", "tablespoons"}, "ha": {"hectare", "hectares"}, "acre": {"acre", "acres"}, "mmHg": {"millimeter of mercury", "millimeters of mercury"},
	"mph": {"mile per hour", "miles per hour"}, "kph": {"kilometer per hour", "kilometers per hour"},
	"kmh": {"kilometer per hour", "kilometers per hour"}, "mpg": {"mile per gallon", "miles per gallon"},
	"h": {"hour", "hours"}, "hr": {"hour", "hours"}, "hrs": {"hour", "hours"}, "min": {"minute", "minutes"},
	"mins": {"minute", "minutes"}, "s": {"second", "seconds"}, "sec": {"second", "seconds"}, "secs": {"second", "seconds"},
	"ms": {"millisecond", "milliseconds"}, "µs": {"microsecond", "microseconds"}, "ns": {"nanosecond", "nanoseconds"},
	"yr": {"year", "years"}, "yrs": {"year", "years"}, "wk": {"week", "weeks"}, "wks": {"week", "weeks"}, "mo": {"month", "months"},
	"KB": {"kilobyte", "kilobytes"}, "kB": {"kilobyte", "kilobytes"}, "MB": {"megabyte", "megabytes"},
	"GB": {"gigabyte", "gigabytes"}, "TB": {"terabyte", "terabytes"}, "PB": {"petabyte", "petabytes"},
	"MiB": {"mebibyte", "mebibytes"}, "GiB": {"gibibyte", "gibibytes"}, "KiB": {"kibibyte", "kibibytes"},
	"Mb": {"megabit", "megabits"}, "Gb": {"gigabit", "gigabits"}, "kb": {"kilobit", "kilobits"}, "Mbit": {"megabit", "megabits"}, "Gbit": {"gigabit", "gigabits"},
	"atm": {"atmosphere", "atmospheres"}, "dpi": {"D P I", "D P I"}, "ppi": {"P P I", "P P I"},
	"kbps": {"kilobit per second", "kilobits per second"}, "Kbps": {"kilobit per second", "kilobits per second"},
	"Mbps": {"megabit per second", "megabits per second"}, "Gbps": {"gigabit per second", "gigabits per second"},
	"Hz": {"hertz", "hertz"}, "kHz": {"kilohertz", "kilohertz"}, "MHz": {"megahertz", "megahertz"}, "GHz": {"gigahertz", "gigahertz"},
	"W": {"watt", "watts"}, "kW": {"kilowatt", "kilowatts"}, "MW": {"megawatt", "megawatts"}, "GW": {"gigawatt", "gigawatts"},
	"mW": {"milliwatt", "milliwatts"}, "kWh": {"kilowatt hour", "kilowatt hours"}, "MWh": {"megawatt hour", "megawatt hours"},
	"Wh": {"watt hour", "watt hours"}, "V": {"volt", "volts"}, "mV": {"millivolt", "millivolts"}, "kV": {"kilovolt", "kilovolts"},
	"mA": {"milliamp", "milliamps"}, "mAh": {"milliamp hour", "milliamp hours"}, "Ω": {"ohm", "ohms"}, "kΩ": {"kilohm", "kilohms"},
	"J": {"joule", "joules"}, "kJ": {"kilojoule", "kilojoules"}, "MJ": {"megajoule", "megajoules"}, "N": {"newton", "newtons"},
	"cal": {"calorie", "calories"}, "kcal": {"kilocalorie", "kilocalories"}, "Pa": {"pascal", "pascals"},
	"kPa": {"kilopascal", "kilopascals"}, "hPa": {"hectopascal", "hectopascals"}, "MPa": {"megapascal", "megapascals"},
	"psi": {"P S I", "P S I"}, "dB": {"decibel", "decibels"}, "rpm": {"R P M", "R P M"}, "RPM": {"R P M", "R P M"}, "fps": {"frame per second", "frames per second"},
	"bpm": {"beat per minute", "beats per minute"}, "BPM": {"beat per minute", "beats per minute"}, "ppm": {"part per million", "parts per million"},
	"px": {"pixel", "pixels"}, "MP": {"megapixel", "megapixels"}, "hp": {"horsepower", "horsepower"}, "lm": {"lumen", "lumens"},
	"mol": {"mole", "moles"}, "doz": {"dozen", "dozen"}, "sqft": {"square foot", "square feet"}, "cc": {"C C", "C C"},
	"%": {"percent", "percent"}, "‰": {"per mille", "per mille"}, "°C": {"degree Celsius", "degrees Celsius"},
	"°F": {"degree Fahrenheit", "degrees Fahrenheit"}, "°K": {"degree Kelvin", "degrees Kelvin"}, "°": {"degree", "degrees"}, "° C": {"degree Celsius", "degrees Celsius"},
	"° F": {"degree Fahrenheit", "degrees Fahrenheit"}, `"`: {"inch", "inches"}, "in.": {"inch", "inches"},
	"light-years": {"light year", "light years"}, "pp": {"percentage point", "percentage points"},
}

// wordlikeUnits need a full stop, a power or no space before them to be units: "5 in the", "2 pt", "3 a".
var (
	closeOnly = set("t l s h V W N J g m M L pp mo ac pt cal")
	// spacedToo are those of closeOnly that are units after a space as well.
	spacedToo = set("s h V W J g m l L t cal")
	// ownUnits can stand without a number.
	ownUnits = set(`km kg cm mm mph kph kHz MHz GHz kWh lbs hrs mins secs km/h mL ml kW kcal Mbps Gbps mAh dB Hz`)
	perUnits = map[string]string{
		"h": "hour", "hr": "hour", "hour": "hour", "s": "second", "sec": "second", "min": "minute", "day": "day", "d": "day", "week": "week",
		"month": "month", "mo": "month", "year": "year", "yr": "year", "m": "meter", "m²": "square meter", "m2": "square meter", "km": "kilometer",
		"km2": "square kilometer", "km²": "square kilometer", "m3": "cubic meter", "m³": "cubic meter", "l": "liter", "L": "liter", "dL": "deciliter", "dl": "deciliter", "ml": "milliliter", "mL": "milliliter", "kg": "kilogram",
		"g": "gram", "gal": "gallon", "ha": "hectare", "lb": "pound", "mi": "mile", "person": "person", "night": "night", "kWh": "kilowatt hour", "cm3": "cubic centimeter", "cm³": "cubic centimeter", "ft": "foot", "oz": "ounce", "s2": "second squared", "s²": "second squared",
	}
	noPower = set(`% ‰ ° mph kph`)
	abbrevs = set(`ft in lb lbs oz hr hrs min mins sec secs yr yrs mi yd yds gal tsp tbsp pt qt wk wks mo doz cm mm km kg`)
)

// unit says the unit that follows the number v: 12 km2, -7°F, 5%, a 10-km run.
func (n *normaliser) unit(v numeral) int {
	name, e := n.unitAt(v.e, v.one() || n.at(v.e) != 0 && n.attributive(v.e))
	if e == 0 {
		return 0
	}
	return n.emit(v.a, e, v.words()+" "+name, Unit)
}

// attributive reports whether the quantity whose number ends at e stands before a noun, as in "a 45° angle".
func (n *normaliser) attributive(e int) bool {
	if before := n.prevWord(); before != "a" && before != "an" {
		return false
	}
	_, end := n.unitAt(e, false)
	next := n.nextWord(end)
	return end > 0 && n.at(end) == ' ' && len(next) > 2 && !smallWords[next]
}

// unitAt reads a unit at e, after a space or hyphen or none, and returns its name and end; 0 when there is none.
func (n *normaliser) unitAt(e int, one bool) (string, int) {
	q := e
	spaced, hyphen := n.at(q) == ' ', n.at(q) == '-'
	if spaced || hyphen {
		q++
	}
	if strings.HasPrefix(n.ahead(q), "sq ") || strings.HasPrefix(n.ahead(q), "sq. ") || strings.HasPrefix(n.ahead(q), "cu ") || strings.HasPrefix(n.ahead(q), "cu. ") {
		power := "square "
		if n.at(q) == 'c' {
			power = "cubic "
		}
		at := q + strings.IndexByte(n.ahead(q), ' ')
		if name, end := n.unitAt(at, one); end > 0 {
			return power + name, end
		}
	}
	written := unitToken(n.ahead(q))
	names, ok := unitNames[written]
	if written == "in" && !ok {
		if c := n.at(q + 2); c == '2' || c == '3' || n.has(q+2, "²") || n.has(q+2, "³") || hyphen || c == '.' && !n.finalDot(q+2) && isLower(n.at(n.skipSpace(q+3))) {
			names, ok = [2]string{"inch", "inches"}, true
		}
	}
	if !ok || written == "" || (hyphen && !isLetter(written[0])) || closeOnly[written] && spaced && !spacedToo[written] {
		return "", 0
	}
	if written == `"` && (spaced || n.openQuote(q)) {
		return "", 0
	}
	if (written == "s" || written == "m" || written == "h" || written == "t" || written == "l") && n.at(q+1) == '\'' {
		return "", 0
	}
	end := q + len(written)
	name := names[1]
	if one || hyphen {
		name = names[0]
	}
	if power, size := powerAt(n.ahead(end)); size > 0 && !noPower[written] && !isAlnum(n.at(end+size)) {
		name, end = power+name, end+size
	} else if isDigit(n.at(end)) {
		return "", 0
	}
	if n.at(end) == '/' {
		rest := n.ahead(end + 1)
		token := unitToken(rest)
		if _, size := powerAt(rest[len(token):]); size > 0 {
			token = rest[:len(token)+size]
		}
		if per, ok := perUnits[token]; ok && !isAlnum(n.at(end+1+len(token))) {
			return name + " per " + per, end + 1 + len(token)
		}
	}
	if isLetter(written[0]) && isLetter(n.at(end)) {
		return "", 0
	}
	if abbrevs[written] || written == "in" {
		end = n.dotted(end)
	}
	return name, end
}

// unitToken returns the longest beginning of s that can be the name of a unit.
func unitToken(s string) string {
	for _, sign := range []string{"°C", "°F", "°K", "° C", "° F", "°", "%", "‰", `"`, "Ω", "kΩ"} {
		if strings.HasPrefix(s, sign) && !(len(sign) > 2 && len(s) > len(sign) && isLetter(s[len(sign)])) {
			return sign
		}
	}
	if strings.HasPrefix(s, "µ") {
		return "µ" + letters(s[len("µ"):])
	}
	return letters(s)
}

// powerAt reads 2, 3, ², ³, ^2 or ^3 at the start of s.
func powerAt(s string) (string, int) {
	for written, power := range powers {
		if strings.HasPrefix(s, written) {
			return power, len(written)
		}
	}
	return "", 0
}

var powers = map[string]string{"2": "square ", "3": "cubic ", "²": "square ", "³": "cubic ", "^2": "square ", "^3": "cubic "}

// openQuote reports whether the double quote at p closes a quotation that began earlier in the sentence, so that it is
// not the sign of inches.
func (n *normaliser) openQuote(p int) bool {
	open := false
	for i := len(n.ends) - 1; i >= 0 && i > len(n.ends)-200 && n.ends[i].a >= n.a; i-- {
		if n.c.s[n.ends[i].a] == '"' && n.spans[i].Kind == Punctuation {
			open = !open
		}
	}
	return open
}

// feet: 5'10", 6'2.
func (n *normaliser) feet(v numeral) int {
	if n.at(v.e) != '\'' || v.frac != "" || len(v.whole) > 2 || !isDigit(n.at(v.e+1)) {
		return 0
	}
	in, _ := n.numeralAt(v.e + 1)
	if len(in.whole) > 2 || isAlnum(n.at(in.e)) {
		return 0
	}
	e := in.e
	if n.at(e) == '"' {
		e++
	} else if n.has(e, "''") {
		e += 2
	}
	return n.emit(v.a, e, v.words()+" foot "+in.words(), Unit)
}

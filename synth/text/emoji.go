package text

import "unicode/utf8"

// emojiNames are the common emoji by the short names under which people know them. The others are unspeakable.
var emojiNames = map[rune]string{
	'😀': "grinning face", '😃': "smiling face", '😄': "smiling face", '😁': "beaming face", '😆': "laughing face",
	'😅': "nervous laugh", '🤣': "rolling on the floor laughing", '😂': "tears of joy", '🙂': "smiling face", '🙃': "upside down face",
	'😉': "winking face", '😊': "smiling face", '😇': "angel face", '🥰': "smiling face with hearts", '😍': "heart eyes",
	'🤩': "star struck", '😘': "blowing a kiss", '😋': "yum", '😜': "winking face with tongue", '🤪': "zany face", '🤗': "hugging face",
	'🤔': "thinking face", '🤐': "zipped mouth", '😐': "neutral face", '😏': "smirking face", '🙄': "rolling eyes", '😬': "grimacing face",
	'😌': "relieved face", '😔': "pensive face", '😴': "sleeping face", '😷': "face with mask", '🤯': "mind blown", '😎': "sunglasses face",
	'🤓': "nerd face", '😕': "confused face", '😟': "worried face", '😮': "surprised face", '😳': "flushed face", '🥺': "pleading face",
	'😢': "crying face", '😭': "loudly crying face", '😱': "screaming face", '😞': "disappointed face", '😩': "weary face", '😡': "angry face",
	'😠': "angry face", '🤬': "swearing face", '😈': "smiling devil", '💀': "skull", '💩': "pile of poo", '🤡': "clown face", '👻': "ghost",
	'👽': "alien", '🤖': "robot", '❤': "heart", '♥': "heart", '🧡': "orange heart", '💛': "yellow heart", '💚': "green heart", '💙': "blue heart",
	'💜': "purple heart", '🖤': "black heart", '💔': "broken heart", '💕': "two hearts", '💖': "sparkling heart", '💯': "one hundred", '💥': "boom",
	'💬': "speech bubble", '👋': "waving hand", '👌': "okay hand", '✌': "victory hand", '🤞': "fingers crossed", '👍': "thumbs up",
	'👎': "thumbs down", '✊': "raised fist", '👊': "fist bump", '👏': "clapping hands", '🙌': "raised hands", '🙏': "folded hands", '💪': "flexed arm",
	'👀': "eyes", '👉': "pointing right", '👈': "pointing left", '👆': "pointing up", '👇': "pointing down", '🐶': "dog", '🐱': "cat", '🐭': "mouse", '🐻': "bear", '🐼': "panda", '🦄': "unicorn",
	'🐝': "bee", '🦋': "butterfly", '🐍': "snake", '🐢': "turtle", '🐟': "fish", '🌹': "rose", '🌸': "blossom", '🌻': "sunflower", '🌲': "tree",
	'🍀': "four leaf clover", '🍎': "apple", '🍌': "banana", '🍕': "pizza", '🍔': "burger", '🍟': "fries", '🍿': "popcorn", '🎂': "birthday cake",
	'🍰': "cake", '☕': "coffee", '🍵': "tea", '🍺': "beer", '🍻': "cheers", '🍷': "wine", '🥂': "cheers", '🌍': "globe", '🌎': "globe", '🌏': "globe",
	'🏠': "house", '🚗': "car", '🚀': "rocket", '✈': "airplane", '⏰': "alarm clock", '⌛': "hourglass", '🌙': "moon", '☀': "sun", '⭐': "star",
	'🌟': "glowing star", '☁': "cloud", '🌈': "rainbow", '☔': "umbrella", '⚡': "lightning", '❄': "snowflake", '☃': "snowman", '🔥': "fire",
	'💧': "droplet", '🌊': "wave", '🎃': "pumpkin", '🎄': "Christmas tree", '✨': "sparkles", '🎈': "balloon", '🎉': "party popper", '🎊': "confetti",
	'🎁': "gift", '🏆': "trophy", '🥇': "gold medal", '⚽': "soccer ball", '🏀': "basketball", '🎮': "video game", '🎵': "musical note", '🎶': "musical notes",
	'🎤': "microphone", '🎧': "headphones", '🎸': "guitar", '🎬': "clapper board", '📱': "mobile phone", '💻': "laptop", '📷': "camera", '💡': "light bulb",
	'📚': "books", '💰': "money bag", '📧': "email", '📅': "calendar", '📈': "rising chart", '📉': "falling chart", '📌': "pushpin", '🔒': "lock",
	'🔑': "key", '🔗': "link", '⚠': "warning", '✅': "check mark", '❌': "cross mark", '❓': "question mark", '❗': "exclamation mark", '♻': "recycling",
	'🆗': "okay", '🆕': "new", '🚫': "prohibited", '🔔': "bell", '🎯': "bullseye", '🧠': "brain", '👑': "crown", '💎': "gem",
}

// flag reads two regional letters, a country's flag, at the start of s, and spells the country.
func flag(s string) (int, string) {
	a, size := utf8.DecodeRuneInString(s)
	b, more := utf8.DecodeRuneInString(s[size:])
	if a < 0x1F1E6 || a > 0x1F1FF || b < 0x1F1E6 || b > 0x1F1FF {
		return 0, ""
	}
	return size + more, "flag " + string('A'+(a-0x1F1E6)) + " " + string('A'+(b-0x1F1E6))
}

-- +goose Up
PRAGMA application_id = 0x56575052; -- "VWPR"

CREATE TABLE lines (
	number INTEGER PRIMARY KEY,
	id     TEXT    NOT NULL UNIQUE,
	kind   INTEGER NOT NULL,
	role   TEXT    NOT NULL,
	voice  TEXT    NOT NULL,
	text   TEXT    NOT NULL,
	pace   REAL    NOT NULL,
	pitch  REAL    NOT NULL,
	gap    REAL    NOT NULL,
	locked INTEGER NOT NULL,
	take   TEXT    NOT NULL
);

-- What there is once: "order", the numbers of the lines as zigzag varints of their differences, and "settings" as JSON.
CREATE TABLE document (
	part TEXT PRIMARY KEY,
	body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE roles (
	place INTEGER PRIMARY KEY,
	id    TEXT NOT NULL UNIQUE,
	name  TEXT NOT NULL,
	voice TEXT NOT NULL,
	pace  REAL NOT NULL,
	pitch REAL NOT NULL
);

CREATE TABLE words (
	place   INTEGER PRIMARY KEY,
	written TEXT NOT NULL,
	spoken  TEXT NOT NULL
);

-- A take outlives its line until the project is cleaned, because a deleted line may come back by undo.
CREATE TABLE takes (
	number   INTEGER PRIMARY KEY,
	id       TEXT    NOT NULL UNIQUE,
	line     TEXT    NOT NULL,
	key      TEXT    NOT NULL,
	voice    TEXT    NOT NULL,
	seed     INTEGER NOT NULL, -- the bits of an unsigned number
	model    TEXT    NOT NULL,
	made     INTEGER NOT NULL, -- nanoseconds since 1970
	seconds  REAL    NOT NULL,
	audio    TEXT    NOT NULL,
	text     TEXT    NOT NULL,
	starred  INTEGER NOT NULL,
	rejected INTEGER NOT NULL,
	flags    TEXT    NOT NULL  -- JSON; empty when there are none
);
CREATE INDEX takes_of_line ON takes (line);

CREATE TABLE traces (
	take INTEGER PRIMARY KEY REFERENCES takes ON DELETE CASCADE,
	body BLOB NOT NULL
);

CREATE TABLE jobs (
	number   INTEGER PRIMARY KEY,
	id       TEXT    NOT NULL UNIQUE,
	line     TEXT    NOT NULL,
	key      TEXT    NOT NULL,
	seed     INTEGER NOT NULL,
	count    INTEGER NOT NULL,
	priority INTEGER NOT NULL,
	added    INTEGER NOT NULL
);

-- The voices that the script uses, so that the folder speaks on another machine too.
CREATE TABLE voices (
	number INTEGER PRIMARY KEY,
	id     TEXT NOT NULL UNIQUE,
	card   TEXT NOT NULL -- JSON
);
CREATE TABLE files (
	voice INTEGER PRIMARY KEY REFERENCES voices ON DELETE CASCADE,
	data  BLOB NOT NULL
);

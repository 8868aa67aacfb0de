-- +goose Up
-- What a delivery has beside pace and pitch; 0 is as the voice says it. range 0 is 1.
ALTER TABLE lines ADD COLUMN "range"    REAL NOT NULL DEFAULT 0;
ALTER TABLE lines ADD COLUMN energy     REAL NOT NULL DEFAULT 0;
ALTER TABLE lines ADD COLUMN brightness REAL NOT NULL DEFAULT 0;
ALTER TABLE lines ADD COLUMN breath     REAL NOT NULL DEFAULT 0;
ALTER TABLE roles ADD COLUMN "range"    REAL NOT NULL DEFAULT 0;
ALTER TABLE roles ADD COLUMN energy     REAL NOT NULL DEFAULT 0;
ALTER TABLE roles ADD COLUMN brightness REAL NOT NULL DEFAULT 0;
ALTER TABLE roles ADD COLUMN breath     REAL NOT NULL DEFAULT 0;
ALTER TABLE roles ADD COLUMN prosody    TEXT NOT NULL DEFAULT ''; -- ID of the voice that it is taken from
ALTER TABLE roles ADD COLUMN share      REAL NOT NULL DEFAULT 0;

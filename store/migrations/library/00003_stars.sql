-- +goose Up
CREATE INDEX voices_by_rating ON voices (trashed, rating DESC, place);

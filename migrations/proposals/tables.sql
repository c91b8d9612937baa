-- Of a copy of a complaint: for a supplier that the complaint concerns, not for who is complained of.
ALTER TABLE complaint_notice ADD COLUMN concerned boolean NOT NULL DEFAULT false;
-- The day on which it was handed to the post: what is posted in time is not late, whenever it arrives (Order 94 article 42).
ALTER TABLE challenge ADD COLUMN posted_on date;
ALTER TABLE complaint ADD COLUMN posted_on date;

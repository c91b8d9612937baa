-- Why the second person ordered an opening later than the instant for which it was called.
ALTER TABLE opening ADD COLUMN late_reason text;

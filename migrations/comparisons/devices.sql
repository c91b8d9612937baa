-- Files of one camera or scanner are found by its number, which few files bear.
CREATE INDEX bid_file_device ON bid_file ((print ->> 'device')) WHERE print ->> 'device' IS NOT NULL;

-- Bodies and communities are found by words of their names.
CREATE INDEX organisation_words ON organisation USING gin (grams(name));
CREATE INDEX community_words ON community USING gin (grams(name));

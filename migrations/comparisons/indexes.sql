CREATE INDEX bid_text_fingerprints ON bid_text USING gin (fingerprints);
CREATE INDEX bid_file_embedded ON bid_file USING gin ((print -> 'embedded'));

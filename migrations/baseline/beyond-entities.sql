-- What the decorators of entities cannot express.

-- Lists that begin with the newest row.
CREATE INDEX tender_order ON tender (created_at DESC, id DESC);
CREATE INDEX tender_dataset_order ON tender (dataset, created_at DESC, id DESC);
CREATE INDEX notice_order ON notice (created_at DESC, id DESC);
CREATE INDEX challenge_order ON challenge (created_at DESC, id DESC);
CREATE INDEX complaint_order ON complaint (created_at DESC, id DESC);
CREATE INDEX contract_order ON contract (created_at DESC, id DESC);
CREATE INDEX risk_run_order ON risk_run (created_at DESC, id DESC);

-- Indexes on expressions.
CREATE UNIQUE INDEX app_user_login ON app_user (lower(login));
CREATE INDEX fact_reference ON fact ((source ->> 'reference')) WHERE source ->> 'reference' IS NOT NULL;
-- An evaluator is found by its evaluations.
CREATE INDEX fact_evaluator ON fact ((data #>> '{evaluator,organisation}')) WHERE kind = 'evaluation';
CREATE INDEX notice_search ON notice USING gin (grams(search_text));

-- Unique where a null equals another null: the administrator's body, a stratum of unknown community, a signature under
-- the content itself.
ALTER TABLE seat ADD UNIQUE NULLS NOT DISTINCT (user_id, organisation_id, role);
ALTER TABLE survey_stratum ADD UNIQUE NULLS NOT DISTINCT (survey_id, community_id);
CREATE UNIQUE INDEX contract_signature_once ON contract_signature (contract_id, side, amendment_id) NULLS NOT DISTINCT
  WHERE withdrawn_at IS NULL;

-- Encrypted bytes do not compress: one size class is one size on the disk.
ALTER TABLE sealed_envelope ALTER ciphertext SET STORAGE EXTERNAL;

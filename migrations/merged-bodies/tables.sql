ALTER TABLE organisation
  ADD merged_into uuid REFERENCES organisation,
  ADD CONSTRAINT organisation_merged_state CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
  ADD CONSTRAINT organisation_merged_itself CHECK (merged_into <> id);
CREATE INDEX organisation_merged ON organisation (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE organisation_merge (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  dataset text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  organisation_id uuid NOT NULL REFERENCES organisation,
  into_id uuid NOT NULL REFERENCES organisation,
  ground text NOT NULL,
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'in_force', 'withdrawn', 'undone')),
  proposed_by uuid NOT NULL,
  decided_at timestamptz,
  decided_by uuid,
  undo_until date,
  followed_at timestamptz,
  CONSTRAINT organisation_merge_by_two CHECK (decided_by <> proposed_by)
);
CREATE UNIQUE INDEX organisation_merge_open ON organisation_merge (organisation_id) WHERE state IN ('proposed', 'in_force');
CREATE INDEX organisation_merge_organisation ON organisation_merge (organisation_id);
CREATE INDEX organisation_merge_into ON organisation_merge (into_id);

CREATE TABLE organisation_merge_reference (
  merge_id uuid NOT NULL REFERENCES organisation_merge,
  root_type text NOT NULL,
  root_id text NOT NULL,
  field text NOT NULL,
  moved boolean NOT NULL,
  PRIMARY KEY (merge_id, root_type, root_id, field)
);
CREATE INDEX organisation_merge_reference_pending ON organisation_merge_reference (merge_id, moved);

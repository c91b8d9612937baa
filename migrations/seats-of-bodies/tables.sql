ALTER TABLE seat
  -- Given by others than a manager of the body: since when, in business time. It touches no bid of a tender issued before.
  ADD COLUMN outside_since timestamptz,
  -- From when it counts, in business time; null: at once.
  ADD COLUMN in_force_at timestamptz;

ALTER TABLE setup_code
  -- Of a code in two halves, each shown to another administrator: the other half.
  ADD COLUMN second_hash bytea CHECK (octet_length(second_hash) = 32),
  -- Who was shown the whole code.
  ADD COLUMN given_to uuid REFERENCES app_user,
  -- From when it works, in business time; null: at once.
  ADD COLUMN valid_from timestamptz;

-- A seat, a one-time code or both, asked for by an administrator and answered by somebody else.
CREATE TABLE account_request (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'agreed', 'refused')),
  user_id uuid NOT NULL REFERENCES app_user,
  organisation_id uuid REFERENCES organisation,
  role text CHECK (role IN (
    'bureau_officer', 'bureau_approver', 'procurement_agent', 'agency_manager', 'agency_worker',
    'panel_member', 'evaluator', 'community_worker', 'finance_authority', 'supervisor', 'integrator', 'admin')),
  bodies uuid[] NOT NULL,
  decides text NOT NULL CHECK (decides IN ('manager', 'administrator')),
  -- SHA-256 of the half of a code that was shown to who asked.
  code_hash bytea CHECK (octet_length(code_hash) = 32),
  asked_by uuid NOT NULL REFERENCES app_user,
  answered_by uuid REFERENCES app_user,
  in_force_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT account_request_asks CHECK (role IS NOT NULL OR code_hash IS NOT NULL),
  CONSTRAINT account_request_seat CHECK ((role IS NULL OR role = 'admin') OR organisation_id IS NOT NULL)
);
CREATE INDEX account_request_order ON account_request (created_at, id);
CREATE INDEX account_request_user ON account_request (user_id);

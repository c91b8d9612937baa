-- Who decided a flag, and until when a body that it confirms something of may appeal.
ALTER TABLE flag
  DROP CONSTRAINT flag_state_check,
  ADD CONSTRAINT flag_state_check
    CHECK (state IN ('open', 'in_review', 'explained', 'confirmed', 'appealed', 'data_error', 'dismissed', 'cleared', 'remedied')),
  -- The person or key that decided last; NULL where facts reopened it.
  ADD COLUMN decided_by uuid,
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN appeal_until date;

-- Each body appeals once against one decision.
ALTER TABLE flag_ask ADD COLUMN appealed_at timestamptz;

-- That a flag was handed to an authority. It has no trace in the flag itself: neither its version nor its history tells of it.
CREATE TABLE flag_referral (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  flag_id uuid NOT NULL REFERENCES flag,
  at timestamptz NOT NULL,
  authority text NOT NULL,
  -- The number of the letter or of the case there.
  reference text NOT NULL,
  reason text,
  actor_id uuid,
  audit_id bigint NOT NULL
);
CREATE INDEX flag_referral_flag ON flag_referral (flag_id, at);

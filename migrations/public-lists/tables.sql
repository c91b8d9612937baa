-- What everybody is shown of a published tender, one row each: the public list reads nothing else. Amounts in fen.
CREATE TABLE public_tender (
  id uuid PRIMARY KEY REFERENCES tender ON DELETE CASCADE,
  version integer NOT NULL,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ocid text NOT NULL,
  purchase_id uuid NOT NULL,
  round integer NOT NULL,
  conducted text NOT NULL,
  buyer_id uuid,
  programme_id uuid,
  title text NOT NULL,
  method text,
  category text,
  region text,
  region_text text,
  budget_level text,
  project_no text,
  budget bigint,
  window_start text,
  window_end text,
  term_text text,
  -- The state until `state_until`; from that instant on it is `state_after`.
  state text,
  state_until timestamptz NOT NULL,
  state_after text,
  service_lines uuid[] NOT NULL,
  CONSTRAINT public_tender_state_after CHECK ((state_until = 'infinity') = (state_after IS NULL))
);
CREATE INDEX public_tender_order ON public_tender (created_at, id);
CREATE INDEX public_tender_dataset ON public_tender (dataset, created_at, id);
CREATE INDEX public_tender_buyer ON public_tender (buyer_id, created_at, id);
CREATE INDEX public_tender_programme ON public_tender (programme_id, created_at, id);
CREATE INDEX public_tender_purchase ON public_tender (purchase_id);
CREATE INDEX public_tender_category ON public_tender (category, created_at, id);
CREATE INDEX public_tender_method ON public_tender (method, created_at, id);
CREATE INDEX public_tender_region ON public_tender (region);
CREATE INDEX public_tender_state ON public_tender (state, state_until);
CREATE INDEX public_tender_state_after ON public_tender (state_after, state_until) WHERE state_after IS NOT NULL;

-- An agent finds the tenders that it is mandated for.
CREATE INDEX tender_agent ON tender (agent_id);

-- A reviewer of the pool of a finance authority, which is drawn from for purchases of its region.
CREATE TABLE expert (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL,
  organisation_id uuid NOT NULL REFERENCES organisation,
  user_id uuid NOT NULL REFERENCES app_user,
  -- Codes of the list `categories`.
  fields text[] NOT NULL CHECK (cardinality(fields) >= 1),
  -- Bodies that the expert is tied to, beside those of the own seats.
  ties uuid[] NOT NULL DEFAULT '{}',
  -- Whether the expert is drawn.
  active boolean NOT NULL DEFAULT true,
  UNIQUE (organisation_id, user_id)
);

-- How experts came to be asked to review a lot: drawn in the authority's library, drawn here, or picked by hand.
CREATE TABLE expert_draw (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL,
  lot_id uuid NOT NULL REFERENCES lot,
  source text NOT NULL CHECK (source IN ('library', 'pool', 'picked')),
  state text NOT NULL DEFAULT 'prepared' CHECK (state IN ('prepared', 'drawn')),
  -- How many experts are asked.
  size integer NOT NULL CHECK (size >= 1),
  -- Code of the list `categories` that those of the pool know.
  field text,
  -- First day of the review.
  review_on date NOT NULL,
  prepared_at timestamptz NOT NULL,
  -- SHA-256 of the seed, published before the draw.
  seed_hash bytea CHECK (octet_length(seed_hash) = 32),
  -- Encrypted with a key outside the database, bound to this row.
  seed bytea,
  -- SHA-256 of those among whom it was drawn.
  pool_hash bytea CHECK (octet_length(pool_hash) = 32),
  -- Experts of the field who were left out, each with the ground.
  excluded jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(excluded) = 'array'),
  drawn_on date,
  -- Record of the library, or the consent to a choice by hand.
  document_id uuid REFERENCES document,
  -- Number of the library's record.
  reference text,
  -- Consent of the responsible budget unit: body, number, day, and why nobody can be drawn.
  consent jsonb CHECK (jsonb_typeof(consent) = 'object'),
  CONSTRAINT expert_draw_of_pool CHECK (source <> 'pool' OR (seed_hash IS NOT NULL AND seed IS NOT NULL AND field IS NOT NULL)),
  CONSTRAINT expert_draw_of_library CHECK (source <> 'library' OR (document_id IS NOT NULL AND reference IS NOT NULL)),
  CONSTRAINT expert_draw_by_consent CHECK (source <> 'picked' OR (document_id IS NOT NULL AND consent IS NOT NULL)),
  CONSTRAINT expert_draw_drawn CHECK ((state = 'drawn') = (drawn_on IS NOT NULL)),
  CONSTRAINT expert_draw_pool_known CHECK (source <> 'pool' OR (state = 'drawn') = (pool_hash IS NOT NULL))
);
CREATE INDEX expert_draw_lot ON expert_draw (lot_id);
CREATE UNIQUE INDEX expert_draw_prepared ON expert_draw (lot_id) WHERE state = 'prepared';

-- An expert's place in the order of a draw.
CREATE TABLE expert_place (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  draw_id uuid NOT NULL REFERENCES expert_draw,
  place integer NOT NULL CHECK (place >= 1),
  user_id uuid NOT NULL REFERENCES app_user,
  -- By which a draw of the pool has ordered them.
  hash bytea CHECK (octet_length(hash) = 32),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'invited', 'accepted', 'refused', 'replaced')),
  -- Why the expert does not come.
  reason text,
  invited_at timestamptz,
  answered_at timestamptz,
  UNIQUE (draw_id, place),
  UNIQUE (draw_id, user_id),
  CONSTRAINT expert_place_ended_with_reason CHECK (state NOT IN ('refused', 'replaced') OR reason IS NOT NULL)
);
CREATE INDEX expert_place_user ON expert_place (user_id);

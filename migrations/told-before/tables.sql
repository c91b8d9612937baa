-- A contract under which somebody was served before they went on under another one.
CREATE TABLE former_contract (
  recipient_id uuid NOT NULL REFERENCES recipient,
  contract_id uuid NOT NULL REFERENCES contract,
  PRIMARY KEY (recipient_id, contract_id)
);

-- Shown to the agency of a survey that ended unanswered, by versions that did so: no other survey is drawn by it.
ALTER TABLE survey ADD COLUMN seed_shown boolean NOT NULL DEFAULT false;

-- The version that its bidder is shown while the review is secret.
ALTER TABLE bid ADD COLUMN bidder_version integer NOT NULL DEFAULT 1;

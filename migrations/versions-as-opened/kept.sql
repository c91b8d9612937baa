-- Bids that a version before opened since the column was there had its default: their version is one more than that of what was sealed,
-- which is at least 1, so that a default of 1 is wrong. Where the sealed one is not known, 1 is the version of the opening.
UPDATE bid SET bidder_version = CASE WHEN state IN ('opened', 'unreadable') THEN version ELSE greatest(version - 1, 1) END
WHERE bidder_version = 1 AND version > 1 AND state IS NOT NULL AND envelope_id IS NOT NULL AND received_at IS NOT NULL;

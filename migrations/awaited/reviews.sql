DROP VIEW IF EXISTS panel_gaps, begun_draws, bids_to_qualify, panel_steps, proposed_changes, asked_of_bidders;

-- A row is a lot whose bids were opened and whose panel is not yet as the law asks; nobody's name.
CREATE VIEW panel_gaps AS
SELECT l.id AS lot_id, l.tender_id, t.updated_at
FROM lot l JOIN tender t ON t.id = l.tender_id
CROSS JOIN LATERAL (SELECT coalesce(bool_or(v.demanding), false) AS demanding, coalesce(bool_or(v.state NOT IN ('appointed', 'declared')), false) AS later,
    count(m.id) AS size, count(m.id) FILTER (WHERE m.kind = 'expert') AS experts
  FROM review v LEFT JOIN review_member m ON m.review_id = v.id AND m.ended_at IS NULL WHERE v.lot_id = l.id AND v.state <> 'dissolved') p
WHERE l.state = 'opened' AND t.conducted = 'here' AND NOT p.later
  AND (p.size % 2 = 0 OR p.experts * 3 < p.size * 2 OR p.size < CASE WHEN t.method <> 'OPEN_TENDER' THEN 3
    WHEN p.demanding OR greatest(coalesce(t.budget, 0), (SELECT coalesce(sum(o.ceiling), 0) FROM lot o WHERE o.tender_id = t.id)) >= 1000000000 THEN 7
    ELSE 5 END);

-- A row is a draw of experts that is to be made, or that still lacks one who comes; nobody's name.
CREATE VIEW begun_draws AS
SELECT d.id, d.lot_id, l.tender_id, d.review_on, CASE d.state WHEN 'prepared' THEN 'draw' ELSE 'invite-next' END AS step, d.prepared_at
FROM expert_draw d JOIN lot l ON l.id = d.lot_id
WHERE lot_state_at(l.state, l.id, business_now()) IN ('open', 'closed', 'opened')
  AND (d.state = 'prepared' OR d.state = 'drawn' AND EXISTS (SELECT FROM expert_place p WHERE p.draw_id = d.id AND p.state = 'waiting')
    AND (SELECT count(*) FROM expert_place p WHERE p.draw_id = d.id AND p.state IN ('invited', 'accepted')) < d.size);

-- A row is a lot of an open tender of which buyer or agent have still to check who may bid.
CREATE VIEW bids_to_qualify AS
SELECT l.id AS lot_id, l.tender_id, t.updated_at FROM lot l JOIN tender t ON t.id = l.tender_id
WHERE l.state = 'opened' AND t.method = 'OPEN_TENDER' AND t.conducted = 'here' AND EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state = 'opened'
  AND NOT EXISTS (SELECT FROM bid_check c WHERE c.bid_id = b.id AND c.stage = 'qualification'));

-- A row is the step that a member of a panel may take for it now, and has not taken alone. Read for the member alone: who sits there
-- is secret until the result.
CREATE VIEW panel_steps AS
SELECT m.user_id, v.tender_id, v.lot_id, greatest(m.appointed_at, t.updated_at) AS since,
  CASE
    WHEN v.state = 'revealed' THEN CASE WHEN NOT EXISTS (SELECT FROM review_member o WHERE o.review_id = v.id AND o.ended_at IS NULL
      AND o.signed_at IS NULL AND o.unsigned_reason IS NULL) THEN 'report' END
    WHEN v.state <> 'declared' THEN NULL
    WHEN l.state = 'in_consultation' THEN CASE WHEN NOT EXISTS (SELECT FROM requirement_change c WHERE c.lot_id = l.id AND c.round = l.consultation
        AND (c.state = 'proposed' OR c.state = 'confirmed' AND c.respond_by >= business_now() AND c.no = (SELECT max(x.no) FROM requirement_change x
            WHERE x.lot_id = l.id AND x.round = l.consultation AND x.state = 'confirmed')
          AND EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state = 'valid'
            AND NOT EXISTS (SELECT FROM consultation_response a WHERE a.bid_id = b.id AND a.change_id = c.id))))
      AND NOT EXISTS (SELECT FROM final_offer_call f WHERE f.member_id = m.id AND f.round = l.consultation
        AND f.called_at >= coalesce((SELECT max(greatest(c.proposed_at, c.decided_at)) FROM requirement_change c
          WHERE c.lot_id = l.id AND c.round = l.consultation), '-infinity')) THEN 'request-final-offers' END
    WHEN l.state = 'opened' AND EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state = 'opened') THEN CASE
      WHEN EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state = 'opened'
        AND NOT EXISTS (SELECT FROM bid_check c WHERE c.bid_id = b.id AND c.stage = 'qualification'))
      THEN CASE WHEN t.method <> 'OPEN_TENDER' AND EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state = 'opened'
        AND NOT EXISTS (SELECT FROM panel_finding f WHERE f.bid_id = b.id AND f.member_id = m.id AND f.stage = 'qualification' AND f.bid_version = b.version)) THEN 'qualify' END
      WHEN EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state = 'opened'
        AND NOT EXISTS (SELECT FROM panel_finding f WHERE f.bid_id = b.id AND f.member_id = m.id AND f.stage = 'conformity' AND f.bid_version = b.version)) THEN 'check-conformity' END
    WHEN l.state = 'opened' AND t.method = 'COMPETITIVE_CONSULTATION' THEN 'begin-consultation'
    WHEN l.state IN ('opened', 'final_offers_in') AND NOT EXISTS (SELECT FROM bid b JOIN bid_explanation x ON x.bid_id = b.id
      WHERE b.lot_id = l.id AND x.settled_at IS NULL) THEN 'begin-scoring'
  END AS step
FROM review_member m JOIN review v ON v.id = m.review_id JOIN lot l ON l.id = v.lot_id JOIN tender t ON t.id = v.tender_id
WHERE m.ended_at IS NULL AND v.state IN ('declared', 'revealed');

-- A row is a change of the requirement that a panel proposes to the buyer; not what it says.
CREATE VIEW proposed_changes AS
SELECT c.id, c.lot_id, l.tender_id, c.proposed_at FROM requirement_change c JOIN lot l ON l.id = c.lot_id AND l.consultation = c.round
WHERE c.state = 'proposed' AND l.state = 'in_consultation';

-- A row is what a supplier in a consultation is asked for; whether it has made a final offer is sealed
-- and stands in no row. It is read for that bidder alone.
CREATE VIEW asked_of_bidders AS
SELECT b.id AS bid_id, b.bidder_id, b.tender_id, b.lot_id, l.consultation AS round,
  CASE l.state WHEN 'in_consultation' THEN 'consultation_response' ELSE 'final_offer' END AS kind,
  CASE l.state WHEN 'in_consultation' THEN c.decided_at ELSE coalesce(f.called_at, t.updated_at) END AS since,
  CASE l.state WHEN 'in_consultation' THEN c.respond_by ELSE l.final_deadline_at END AS due_at
FROM bid b JOIN lot l ON l.id = b.lot_id JOIN tender t ON t.id = b.tender_id
LEFT JOIN LATERAL (SELECT x.id, x.decided_at, x.respond_by FROM requirement_change x
  WHERE x.lot_id = l.id AND x.round = l.consultation AND x.state = 'confirmed' ORDER BY x.no DESC LIMIT 1) c ON true
LEFT JOIN LATERAL (SELECT max(x.called_at) AS called_at FROM final_offer_call x JOIN review_member m ON m.id = x.member_id
  JOIN review v ON v.id = m.review_id WHERE v.lot_id = l.id AND x.round = l.consultation) f ON true
WHERE b.state = 'valid' AND t.conducted = 'here' AND (l.state = 'final_offers_requested' OR l.state = 'in_consultation' AND c.id IS NOT NULL
  AND NOT EXISTS (SELECT FROM consultation_response a WHERE a.bid_id = b.id AND a.change_id = c.id));

-- A row is a lot whose bids were opened and whose panel is not as the law asks; nobody's name. `member_id` is the seat of a member whose
-- place another is to take: one who is tied to a bidder that is still in it, who has come to sit in the agent, as an expert in one of those
-- who buy, or whose account is closed before its part was done; `since` is when a tie was declared. `tied` and `blocks` say whether what the
-- panel does is refused for a tie, or for that and how it is made up. In a tender it acts once buyer or agent have checked who may bid.
CREATE OR REPLACE VIEW panel_gaps AS
SELECT l.id AS lot_id, l.tender_id, t.updated_at, w.member_id, w.since, w.tied, w.tied OR w.partisan OR u.unlawful AS blocks
FROM lot l JOIN tender t ON t.id = l.tender_id LEFT JOIN review v ON v.lot_id = l.id AND v.state <> 'dissolved'
CROSS JOIN LATERAL (SELECT t.method = 'COMPETITIVE_CONSULTATION' OR NOT EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable', 'valid')
  AND NOT EXISTS (SELECT FROM bid_check c WHERE c.bid_id = b.id AND c.stage = 'qualification' AND c.passed)) AS acts) a
CROSS JOIN LATERAL (SELECT count(m.id) AS size, count(m.id) FILTER (WHERE m.kind = 'expert') AS experts
  FROM review_member m WHERE m.review_id = v.id AND m.ended_at IS NULL) p
CROSS JOIN LATERAL (SELECT coalesce(v.state IN ('appointed', 'declared'), true) AND (p.size % 2 = 0 OR p.experts * 3 < p.size * 2 OR p.size < CASE
    WHEN t.method <> 'OPEN_TENDER' THEN 3
    WHEN v.demanding OR greatest(coalesce(t.budget, 0), (SELECT coalesce(sum(o.ceiling), 0) FROM lot o WHERE o.tender_id = t.id)) >= 1000000000 THEN 7
    ELSE 5 END) AS unlawful) u
CROSS JOIN LATERAL (SELECT (array_agg(x.id ORDER BY x.appointed_at, x.id) FILTER (WHERE x.tied OR x.partisan OR x.gone))[1] AS member_id,
    max(x.tied_at) AS since, coalesce(bool_or(x.tied), false) AS tied, coalesce(bool_or(x.partisan), false) AS partisan
  FROM (SELECT m.id, m.appointed_at, k.tied_at, a.acts AND (k.tied_at IS NOT NULL OR EXISTS (SELECT FROM seat s JOIN bid b ON b.bidder_id = s.organisation_id
        WHERE s.user_id = m.user_id AND b.lot_id = l.id AND b.state IN ('opened', 'unreadable', 'valid'))) AS tied,
      EXISTS (SELECT FROM seat s WHERE s.user_id = m.user_id AND (s.organisation_id = t.agent_id
        OR m.kind = 'expert' AND (s.organisation_id = t.buyer_id OR t.terms -> 'jointBuyers' ? s.organisation_id::text))) AS partisan,
      NOT EXISTS (SELECT FROM seat s JOIN app_user x ON x.id = s.user_id WHERE s.user_id = m.user_id AND x.state = 'active' AND s.role = 'panel_member')
        AND CASE v.state WHEN 'scoring' THEN m.locked_at IS NULL WHEN 'revealed' THEN m.signed_at IS NULL AND m.unsigned_reason IS NULL ELSE true END AS gone
    FROM review_member m CROSS JOIN LATERAL (SELECT max(d.declared_at) AS tied_at FROM review_declaration d JOIN bid b ON b.id = d.bid_id
      WHERE d.member_id = m.id AND d.tie IS NOT NULL AND b.lot_id = l.id AND b.state IN ('opened', 'unreadable', 'valid')) k
    WHERE m.review_id = v.id AND m.ended_at IS NULL AND v.state IN ('appointed', 'declared', 'scoring', 'revealed')) x) w
WHERE l.state IN ('opened', 'in_consultation', 'final_offers_requested', 'final_offers_in') AND t.conducted = 'here'
  AND (u.unlawful OR w.member_id IS NOT NULL);

-- A row is a lot of an open tender of which buyer or agent have still to check who may bid, also of bids that nobody could read.
CREATE OR REPLACE VIEW bids_to_qualify AS
SELECT l.id AS lot_id, l.tender_id, t.updated_at FROM lot l JOIN tender t ON t.id = l.tender_id
WHERE l.state = 'opened' AND t.method = 'OPEN_TENDER' AND t.conducted = 'here' AND EXISTS (SELECT FROM bid b
  WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable') AND NOT EXISTS (SELECT FROM bid_check c WHERE c.bid_id = b.id AND c.stage = 'qualification'));

-- A row is the step that a member of a panel may take for it now, and has not taken alone; none while the panel is not as the law asks, for
-- then each is refused. Bids that nobody could read are checked like the others. Who called for final offers by a moment that is still ahead
-- waits for the others, unless one of them named another that is ahead. A low price waits for each member who has not found, once its bidder
-- has spoken or may not speak any more. `explaining`: explanations of prices are awaited or weighed there, beside which another may be asked
-- for. Read for the member alone: who sits there is secret until the result.
CREATE OR REPLACE VIEW panel_steps AS
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
      AND NOT EXISTS (SELECT FROM (SELECT f.member_id, f.deadline_at FROM final_offer_call f JOIN review_member o ON o.id = f.member_id
          WHERE o.review_id = v.id AND o.ended_at IS NULL AND f.round = l.consultation AND f.deadline_at > business_now()
            AND f.called_at >= coalesce((SELECT max(greatest(c.proposed_at, c.decided_at)) FROM requirement_change c
              WHERE c.lot_id = l.id AND c.round = l.consultation), '-infinity')) x
        HAVING bool_or(x.member_id = m.id) AND count(DISTINCT x.deadline_at) = 1) THEN 'request-final-offers' END
    WHEN l.state = 'opened' AND EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable')) THEN CASE
      WHEN EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable')
        AND NOT EXISTS (SELECT FROM bid_check c WHERE c.bid_id = b.id AND c.stage = 'qualification'))
      THEN CASE WHEN t.method <> 'OPEN_TENDER' AND EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable')
        AND NOT EXISTS (SELECT FROM panel_finding f WHERE f.bid_id = b.id AND f.member_id = m.id AND f.stage = 'qualification' AND f.bid_version = b.version)) THEN 'qualify' END
      WHEN EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable')
        AND NOT EXISTS (SELECT FROM panel_finding f WHERE f.bid_id = b.id AND f.member_id = m.id AND f.stage = 'conformity' AND f.bid_version = b.version)) THEN 'check-conformity' END
    WHEN l.state = 'opened' AND t.method = 'COMPETITIVE_CONSULTATION' THEN 'begin-consultation'
    WHEN l.state IN ('opened', 'final_offers_in') AND NOT EXISTS (SELECT FROM bid b JOIN bid_explanation x ON x.bid_id = b.id
      WHERE b.lot_id = l.id AND x.settled_at IS NULL) THEN 'begin-scoring'
    WHEN l.state IN ('opened', 'final_offers_in') THEN (SELECT 'explanations/' || b.id || '/actions/settle'
      FROM bid b JOIN bid_explanation x ON x.bid_id = b.id
      WHERE b.lot_id = l.id AND x.settled_at IS NULL AND (x.explained_at IS NOT NULL OR x.due_at < business_now())
        AND NOT EXISTS (SELECT FROM panel_finding f WHERE f.bid_id = b.id AND f.member_id = m.id AND f.stage = 'price' AND f.bid_version = b.version)
      ORDER BY x.asked_at, b.id LIMIT 1)
  END AS step,
  v.state = 'declared' AND l.state IN ('opened', 'final_offers_in') AND EXISTS (SELECT FROM bid b JOIN bid_explanation x ON x.bid_id = b.id
    WHERE b.lot_id = l.id AND x.settled_at IS NULL) AS explaining
FROM review_member m JOIN review v ON v.id = m.review_id JOIN lot l ON l.id = v.lot_id JOIN tender t ON t.id = v.tender_id
WHERE m.ended_at IS NULL AND v.state IN ('declared', 'revealed')
  AND NOT EXISTS (SELECT FROM panel_gaps g WHERE g.lot_id = l.id AND g.blocks);

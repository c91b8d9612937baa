-- A row is the step that a member of a panel may take for it now, and has not taken alone; none while the panel is not as the law asks, for
-- then each is refused. Who called for final offers by a moment that is still ahead waits for the others, unless one of them named another that
-- is ahead. A low price waits for each member who has not found, once its bidder has spoken or may not speak any more. `explaining`: explanations
-- of prices are awaited or weighed there, beside which another may be asked for. Read for the member alone: who sits there is secret until the result.
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

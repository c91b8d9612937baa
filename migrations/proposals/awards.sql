DROP VIEW IF EXISTS awards, lot_results, challenges, complaints, complaint_notices;

-- A row is an award of a lot; `several` where others of the lot may stand beside it. `stands` where nothing ended it; `awarded_on` is the day of the decision, else of the notice;
-- `source` and `source_published_on` are those of the fact `fact_id` that says so.
CREATE VIEW awards AS
SELECT a.id, a.tender_id, a.lot_id, a.supplier_id, a.amount, a.several, a.state IN ('active', 'contracted') AS stands,
  coalesce(a.decided_on, a.published_on) AS awarded_on, a.published_on, a.fact_id, f.seq, f.source ->> 'kind' AS source, f.source ->> 'publishedOn' AS source_published_on
FROM award a LEFT JOIN fact f ON f.id = a.fact_id;

-- A row is what was resolved of a lot after its review; `proposed_at` is when the next rank was proposed.
CREATE VIEW lot_results AS
SELECT d.lot_id, d.proposed_at FROM lot_result d;

-- A row is a challenge of a purchase; not who files it, nor what it says.
CREATE VIEW challenges AS
SELECT x.id, x.tender_id, t.title, l.no AS lot_no, x.buyer_id, x.agent_id, x.state, x.received_at, x.answered_at, x.remedied_at,
  x.result, x.affects_result
FROM challenge x LEFT JOIN tender t ON t.id = x.tender_id LEFT JOIN lot l ON l.id = x.lot_id;

-- A row is a complaint about a purchase; not who files it, nor what it says. `pauses` are the days that do not count: its
-- correction, then its appraisals; `to` is null while one runs. `answers` are those of whom it complains, with the days on which they
-- got its copy and answered; not what they said.
CREATE VIEW complaints AS
SELECT x.id, x.tender_id, t.title, l.no AS lot_no, x.buyer_id, x.region, x.state, x.received_at, x.decided_at, x.remedied_at, x.effect,
  x.examined_on, x.correction_asked_on, x.corrected_on, x.refused_on, x.copies_sent_on, x.agent_id,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('body', n.organisation_id, 'received', n.received_on,
      'answered', (n.answered_at AT TIME ZONE 'Asia/Shanghai')::date) ORDER BY n.organisation_id), '[]')
    FROM complaint_notice n WHERE n.complaint_id = x.id AND NOT n.concerned) AS answers,
  (CASE WHEN x.correction_asked_on IS NULL THEN '[]'::jsonb ELSE
     jsonb_build_array(jsonb_build_object('from', x.correction_asked_on, 'to', x.corrected_on)) END || x.appraisals) AS pauses
FROM complaint x LEFT JOIN tender t ON t.id = x.tender_id LEFT JOIN lot l ON l.id = x.lot_id;

-- A row is the copy of a complaint that was sent to one who is to answer it: of whom it complains, or, `concerned`, another supplier. Not what was answered.
CREATE VIEW complaint_notices AS
SELECT n.complaint_id, n.organisation_id, n.sent_at, n.received_on, n.answered_at, n.concerned FROM complaint_notice n;

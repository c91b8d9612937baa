-- A row is an amendment of a contract that is proposed; `signed` are the sides that have signed it. `unsignable`: nobody can sign it any
-- more, as another one came into force since: where it changes something another value stands, or nothing is left for its supplement.
CREATE OR REPLACE VIEW proposed_amendments AS
SELECT m.id, m.contract_id, m.no, m.proposed_at,
  ARRAY(SELECT g.side FROM contract_signature g WHERE g.amendment_id = m.id AND g.withdrawn_at IS NULL) AS signed,
  EXISTS (SELECT FROM jsonb_array_elements(m.difference) AS d(place)
    WHERE coalesce(c.content #> ARRAY(SELECT replace(replace(p.part, '~1', '/'), '~0', '~')
      FROM unnest(string_to_array(substr(d.place ->> 'pointer', 2), '/')) WITH ORDINALITY AS p(part, n) ORDER BY p.n), 'null')
      IS DISTINCT FROM d.place -> 'old')
  OR coalesce((c.supplements + m.supplement) * 10 > coalesce(c.amount, 0), false) AS unsignable
FROM contract_amendment m JOIN contract c ON c.id = m.contract_id WHERE m.state = 'proposed';

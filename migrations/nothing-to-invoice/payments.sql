-- A row is such an instalment for which the agency has no invoice that lives, and of which something is payable: it is of a sum, and
-- of the contract something is left beside what was paid before and what the other instalments are asked for or paid.
CREATE OR REPLACE VIEW uninvoiced_instalments AS
SELECT m.id, m.contract_id, m.no, m.since FROM met_instalments m JOIN payment p ON p.id = m.id JOIN contract c ON c.id = m.contract_id
WHERE NOT EXISTS (SELECT FROM invoice i WHERE i.payment_id = m.id AND i.state IN ('submitted', 'accepted', 'returned'))
  AND p.amount > 0
  AND coalesce(c.accepted_amount, coalesce(c.amount, 0) + c.supplements)
    > coalesce((SELECT sum(o.claimed) FROM payment o WHERE o.contract_id = c.id AND o.id <> p.id AND o.state IN ('due', 'approved', 'failed', 'paid')), 0)
      + coalesce((SELECT sum(round((f.data ->> 'amount')::numeric * 100)) FROM fact f
          WHERE f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind = 'payment' AND f.data ? 'amount'
            AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id)
            AND NOT EXISTS (SELECT FROM payment q WHERE q.contract_id = c.id AND f.source ->> 'reference' = 'payment:' || q.id)), 0);

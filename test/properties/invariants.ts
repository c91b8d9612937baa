/** How many rows there are of which a statement could speak: of none it holds whatever the product does. */
export const SPOKEN_OF = {
  award: `SELECT count(*)::int AS n FROM award WHERE state IN ('pending', 'active', 'contracted')`,
  programme: `SELECT count(*)::int AS n FROM tender t JOIN lot l ON l.tender_id = t.id WHERE t.programme_id IS NOT NULL
     AND t.conducted = 'here' AND t.state NOT IN ('draft', 'failed', 'cancelled')`,
  contract: `SELECT count(*)::int AS n FROM contract WHERE conducted = 'here' AND state <> 'void' AND taken_over_at IS NULL`,
} as const;

/** What must never be, of what is conducted here: each statement answers the rows that break it. */
export const BROKEN: Readonly<Record<string, string>> = {
  'a lot has at most one active award': `SELECT lot_id FROM award WHERE state = 'active' GROUP BY lot_id HAVING count(*) > 1`,
  'what is on its way under a programme comes to no more than its lines': `SELECT p.id FROM programme p WHERE (
       SELECT coalesce(sum(l.ceiling), 0) FROM tender t JOIN lot l ON l.tender_id = t.id
       WHERE t.programme_id = p.id AND t.conducted = 'here' AND t.state NOT IN ('draft', 'failed', 'cancelled')
         AND coalesce(l.state, '') NOT IN ('failed', 'cancelled')
     ) > (SELECT coalesce(sum(b.amount), 0) FROM budget_line b WHERE b.programme_id = p.id)`,
  'a contract that goes on here has its award': `SELECT c.id FROM contract c LEFT JOIN award a ON a.id = c.award_id
     WHERE c.conducted = 'here' AND c.state NOT IN ('void') AND c.taken_over_at IS NULL AND a.id IS NULL`,
  'every audit row has one outbox row, and every outbox row one audit row': `SELECT a.id FROM audit_entry a FULL JOIN outbox o ON o.audit_id = a.id
     GROUP BY a.id, o.audit_id HAVING count(o.id) <> 1 OR count(a.id) <> 1`,
  'a need or registration has as many rows of audit as it has versions': `SELECT r.id, r.version, count(a.id) FROM (
       SELECT id, version FROM need UNION ALL SELECT id, version FROM registration
     ) r LEFT JOIN audit_entry a ON a.aggregate_id = r.id::text
     GROUP BY r.id, r.version HAVING count(a.id) <> r.version`,
};

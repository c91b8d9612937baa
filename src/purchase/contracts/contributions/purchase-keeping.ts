import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import { areBidsSealedSince, findKeepingDuty } from '../../../people/personal-data/keeping-duty.js';
import { deriveKeeping } from '../../tenders/reads/keeping.rules.js';
import { purchaseEndsSql } from '../../tenders/reads/tender-parts.queries.js';

/** SQL: purchases of bodies `$1`, losers' bids included, and of contracts `$2`. */
const PURCHASES = `
  SELECT id FROM tender WHERE buyer_id = ANY ($1::uuid[]) OR agent_id = ANY ($1::uuid[])
  UNION SELECT tender_id FROM bid WHERE bidder_id = ANY ($1::uuid[])
  UNION SELECT tender_id FROM contract WHERE supplier_id = ANY ($1::uuid[]) OR buyer_id = ANY ($1::uuid[]) OR id = ANY ($2::uuid[])`;

findKeepingDuty.contribute(async (reader, { bodies, contracts }, today) => {
  const purchases = await reader.query<{ ends: (PartialDate | null)[] }[]>(
    `SELECT ${purchaseEndsSql('p.id')} AS ends FROM (${PURCHASES}) p`,
    [bodies, contracts],
  );
  // An end before any rule that is known is an end of which nobody knows what it means: it is kept as one that is not known.
  const kept = purchases
    .map(({ ends }) => deriveKeeping(ends, today) ?? deriveKeeping([null], today))
    .filter((keeping) => keeping !== null)
    .filter(({ keepUntil }) => keepUntil === null || keepUntil >= today);
  const [first] = kept;
  if (!first) return null;
  const untils = kept.map(({ keepUntil }) => keepUntil);
  return {
    rule: first.rule,
    basis: first.basis,
    purchases: kept.length,
    keepUntil: untils.includes(null) ? null : (untils.toSorted().at(-1) ?? null),
  };
});

areBidsSealedSince.contribute(async (reader, before) => {
  const [row] = await reader.query<{ sealed: boolean }[]>(
    `SELECT EXISTS (SELECT FROM tender t JOIN lot l ON l.tender_id = t.id
       WHERE t.conducted = 'here' AND t.state IN ('open', 'suspended', 'closed')
         AND (l.state IN ('open', 'closed') OR l.state = 'suspended' AND NOT EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id))
         AND EXISTS (SELECT FROM audit_entry e WHERE e.aggregate_type = 'tender' AND e.aggregate_id = t.id::text
           AND e.action = 'issue' AND e.at <= $1)) AS sealed`,
    [before],
  );
  return row?.sealed ?? true;
});

import { guard, type Fact, type Guards } from '../../kernel/actions/action.js';
import { findRuleInForce } from '../../law/rules/rule-book.js';
import type { LockedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { toRuleRefusal } from '../../purchase/tenders/conducted/issue.rules.js';
import { STANDS } from '../delivery/records/counted-records.queries.js';

const findOpenRound: Fact<LockedContract, string | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ id: string }>(`SELECT id FROM acceptance WHERE contract_id = $1 AND result IS NULL`, [
    root.id,
  ]);
  return row?.id ?? null;
};

/**
 * Of a contract that ended: it was delivered, also where the month alone is known or it was sent back to be mended, or something
 * that it asks for is on record.
 */
const isAnythingDelivered: Fact<LockedContract, boolean> = async ({ tx, root }) => {
  const rows = await tx.query(
    `SELECT FROM contract c WHERE c.id = $1 AND (c.state = 'delivered' OR c.delivered_on IS NOT NULL
       OR EXISTS (SELECT FROM fact f WHERE f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind = 'delivered'
         AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id))
       OR EXISTS (SELECT FROM milestone m WHERE m.contract_id = c.id AND m.state IN ('submitted', 'accepted', 'partially_accepted'))
       OR EXISTS (SELECT FROM service_record s WHERE s.contract_id = c.id AND s.within_contract AND ${STANDS}))`,
    [root.id],
  );
  return rows.length > 0;
};

/** Milestones that were accepted, and whether what there is was looked at after the end and will not do. */
interface LookedAt {
  milestones: number[];
  refused: boolean;
}
const loadInspectedWork: Fact<LockedContract, LookedAt> = async ({ tx, root }) => {
  const [row] = await tx.query<LookedAt>(
    `SELECT ARRAY(SELECT m.no FROM milestone m WHERE m.contract_id = $1 AND m.state IN ('accepted', 'partially_accepted')
       AND NOT m.dropped ORDER BY m.no) AS milestones,
       EXISTS (SELECT FROM acceptance a WHERE a.contract_id = $1 AND a.of_ended AND a.result = 'failed') AS refused`,
    [root.id],
  );
  return row ?? { milestones: [], refused: false };
};

/** Regulation article 45 II: a round that passed, of a public service, that the public was not told of. */
const findUnpublishedRound: Fact<LockedContract, { id: string; concluded_on: string } | null> = async ({
  tx,
  root,
}) => {
  const [row] = await tx.query<{ id: string; concluded_on: string }>(
    `SELECT id, concluded_on::text FROM acceptance
     WHERE contract_id = $1 AND result = 'passed' AND public_service AND state <> 'published' LIMIT 1`,
    [root.id],
  );
  return row ?? null;
};

/** What rounds of acceptance ask of their contract: at their opening, and before it is settled or closed. */
export const contractGuards: Guards<LockedContract> = {
  acceptance_open: guard({ findOpenRound }, ({ findOpenRound: acceptance }) =>
    acceptance === null ? null : { facts: { acceptance } },
  ),
  nothing_was_delivered: guard({ isAnythingDelivered }, (facts) => (facts.isAnythingDelivered ? null : {})),
  something_was_delivered: guard(
    { loadInspectedWork, isAnythingDelivered },
    ({ loadInspectedWork: { milestones, refused }, isAnythingDelivered: delivered }) => {
      if (milestones.length > 0) return { facts: { milestones } };
      return refused || !delivered ? null : {};
    },
  ),
  acceptance_unpublished: guard({ findUnpublishedRound }, ({ findUnpublishedRound: round }) => {
    if (round === null) return null;
    const facts = { acceptance: round.id };
    const rule = findRuleInForce('ACCEPT-PUBLISH', round.concluded_on);
    return rule ? { ...toRuleRefusal(rule, []), facts } : { facts };
  }),
};

import type { Tx } from '../../kernel/database/transactions.js';
import { listBuyers } from '../tenders/conducted/terms/joint-buyers.js';
import { conformingOffers, type Member, type OpenReview } from './open-review.js';
import { lowPriceTriggers } from './scoring/low-price.rules.js';
import type { PanelCase } from './panel/panel.rules.js';

/** Bodies of those who bid for the lot: what a tie is to. */
async function sitsInBody(tx: Tx, users: readonly string[], bodies: readonly (string | null)[]): Promise<string[]> {
  const rows = await tx.query<{ user_id: string }>(
    `SELECT DISTINCT user_id FROM seat WHERE user_id = ANY ($1::uuid[]) AND organisation_id = ANY ($2::uuid[])`,
    [users, bodies.filter((body) => body !== null)],
  );
  return rows.map(({ user_id }) => user_id);
}

/** Of those who sit in the panel now, who has a seat in the agent, and which expert in the buyer. */
export async function partisans(
  tx: Tx,
  { tender, members }: OpenReview,
): Promise<Required<Pick<PanelCase, 'ofAgent' | 'ofBuyer'>>> {
  const countSeatedMembers = async (among: readonly Member[], bodies: readonly (string | null)[]): Promise<number> =>
    (
      await sitsInBody(
        tx,
        among.map(({ user_id }) => user_id),
        bodies,
      )
    ).length;
  const experts = members.filter(({ kind }) => kind === 'expert');
  return {
    ofAgent: await countSeatedMembers(members, [tender.agent_id]),
    ofBuyer: await countSeatedMembers(experts, listBuyers(tender)),
  };
}

/** How many sat in the panel when the first of its sheets was locked, whoever has left since; null where none was locked. */
export async function countSeatsAtFirstLock(tx: Tx, review: string): Promise<number | null> {
  const [row] = await tx.query<{ seats: number }>(
    `WITH first AS (SELECT min(locked_at) AS at FROM review_member WHERE review_id = $1)
     SELECT count(*)::int AS seats FROM review_member m CROSS JOIN first
     WHERE m.review_id = $1 AND m.appointed_at <= first.at AND (m.ended_at IS NULL OR m.ended_at > first.at)
     HAVING count(*) > 0`,
    [review],
  );
  return row?.seats ?? null;
}

/** Members that have not spoken of every bid that stands. */
export async function findUndeclaredMembers(
  tx: Tx,
  { members, bids }: Pick<OpenReview, 'members'> & { bids: readonly { id: string }[] },
): Promise<string[]> {
  const rows = await tx.query<{ member: string }>(
    `SELECT DISTINCT m AS member FROM unnest($1::uuid[]) m CROSS JOIN unnest($2::uuid[]) b
     WHERE NOT EXISTS (SELECT FROM review_declaration d WHERE d.member_id = m AND d.bid_id = b)`,
    [members.map(({ id }) => id), bids.map(({ id }) => id)],
  );
  return rows.map(({ member }) => member);
}

/** Members that declared a tie to a bid that stands, or sit in the bidder's body. */
export async function findTiedMembers(tx: Tx, { members, bids }: OpenReview): Promise<string[]> {
  const declared = await tx.query<{ member_id: string }>(
    `SELECT DISTINCT member_id FROM review_declaration
     WHERE member_id = ANY ($1::uuid[]) AND bid_id = ANY ($2::uuid[]) AND tie IS NOT NULL`,
    [members.map(({ id }) => id), bids.map(({ id }) => id)],
  );
  const sitting = await sitsInBody(
    tx,
    members.map(({ user_id }) => user_id),
    bids.map(({ bidder_id }) => bidder_id),
  );
  const found = new Set(declared.map(({ member_id }) => member_id));
  return members.filter(({ id, user_id }) => found.has(id) || sitting.includes(user_id)).map(({ id }) => id);
}

export interface Explanation {
  id: string;
  bid_id: string;
  due_at: Date;
  /** The due instant is behind: nothing more is taken, and the panel finds. */
  late: boolean;
  explained_at: Date | null;
  settled_at: Date | null;
  /** A member who sits in the panel now has found. */
  weighed: boolean;
}

export const loadLotExplanations = (tx: Tx, lot: string): Promise<Explanation[]> =>
  tx.query<Explanation>(
    `SELECT e.id, e.bid_id, e.due_at, business_now() > e.due_at AS late, e.explained_at, e.settled_at,
       EXISTS (SELECT FROM panel_finding f JOIN review_member m ON m.id = f.member_id JOIN review v ON v.id = m.review_id
         WHERE f.bid_id = e.bid_id AND f.stage = 'price' AND f.bid_version = d.version AND m.ended_at IS NULL
           AND v.state <> 'dissolved') AS weighed
     FROM bid_explanation e JOIN bid d ON d.id = e.bid_id WHERE d.lot_id = $1`,
    [lot],
  );

/** Of the mean, below which the documents have a price of the lot explained; null where they leave it at half. */
export const getLowPriceShare = ({ terms }: Pick<OpenReview['lot'], 'terms'>): number | null =>
  terms.lowPriceShare ?? null;

/** Bids that were asked and not settled, or that a trigger asks about and nobody has asked. */
export async function findUnexplainedBids(tx: Tx, { lot, today }: OpenReview): Promise<string[]> {
  const asked = await loadLotExplanations(tx, lot.id);
  const settled = new Set(asked.filter((e) => e.settled_at !== null).map((e) => e.bid_id));
  const triggered = lowPriceTriggers(await conformingOffers(tx, lot.id), lot.ceiling, today, getLowPriceShare(lot));
  const open = new Set([...triggered.keys(), ...asked.map((e) => e.bid_id)]);
  return [...open].filter((bid) => !settled.has(bid));
}

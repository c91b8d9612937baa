import type { Tx } from '../../../kernel/database/transactions.js';
import type { OpenReview } from '../open-review.js';
import { leastSuppliers } from '../suppliers-left/least-suppliers.rules.js';
import { moveBids, moveLot } from '../review-moves.js';
import { countLeftSuppliers } from './consultation-facts.js';
import type { ConsultationGround } from '../../bids/rejection.rules.js';

/** Why, in the language of the report that says it. */
const DETAILS: Record<ConsultationGround, string> = {
  no_response: '未在规定时间内按变动后的磋商文件重新提交响应文件',
  no_final_offer: '未在截止时间前提交最后报价，视为退出磋商',
  unreadable: '最后报价的密封数据无法读取',
  above_ceiling: '最后报价超过最高限价',
};

/** Rejects bids that drop out of a consultation without the panel's judgement, and writes down on which ground. */
export async function exclude(
  tx: Tx,
  open: OpenReview,
  out: readonly { bid: string; ground: ConsultationGround }[],
): Promise<void> {
  if (out.length === 0) return;
  await tx.query(
    `INSERT INTO bid_check (bid_id, stage, passed, ground, detail, checked_at)
     SELECT g.bid, 'consultation', false, g.ground, g.detail, $2
     FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, ground text, detail text)`,
    [JSON.stringify(out.map((o) => ({ ...o, detail: DETAILS[o.ground] }))), await tx.now()],
  );
  await moveBids(
    tx,
    open,
    'reject',
    out.map(({ bid }) => bid),
  );
}

/** Bodies that still take part: a change of the requirement is told to all of them at once. */
export const listSuppliers = ({ bids }: Pick<OpenReview, 'bids'>): string[] => [
  ...new Set(bids.map(({ bidder_id }) => bidder_id)),
];

/** Ends a lot of which too few are left: an offer lies above the ceiling, or its price was not explained. */
export async function fallShort(tx: Tx, open: OpenReview): Promise<void> {
  const left = await countLeftSuppliers(tx, open.lot.id);
  if (left < leastSuppliers(open)) await moveLot(tx, open, 'fall_short', 'failed', { left });
}

/** How many suppliers are left without those that drop out. */
export const countRemainingSuppliers = ({ bids }: Pick<OpenReview, 'bids'>, out: readonly string[]): number =>
  listSuppliers({ bids: bids.filter(({ id }) => !out.includes(id)) }).length;

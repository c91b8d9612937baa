import { guard, type Fact, type Root } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import { regionPrefix } from '../../../kernel/identity/regions.js';

interface Seat {
  role: string;
  region: string | null;
  tender_region: string | null;
  buyer: boolean;
  community: boolean;
}
/** Whoever bids, or acts for the buyer for money, is no witness. */
const INTERESTED = ['agency_manager', 'agency_worker', 'procurement_agent'];

const loadSeats: Fact<Root, Seat[], { user?: string }> = ({ tx, root, given: { user } }) =>
  tx.query(
    `SELECT s.role, o.region, t.region AS tender_region, s.organisation_id = t.buyer_id AS buyer,
       EXISTS (SELECT FROM tender_service_line x JOIN service_line_community c ON c.service_line_id = x.service_line_id
         JOIN community m ON m.id = c.community_id
         WHERE x.tender_id = t.id AND m.committee_id = s.organisation_id) AS community
     FROM seat s JOIN app_user u ON u.id = s.user_id AND u.state = 'active'
     JOIN organisation o ON o.id = s.organisation_id CROSS JOIN tender t WHERE u.id = $2 AND t.id = $1`,
    [root.id, user ?? null],
  );

/**
 * The witness of an opening: another person of the buyer, one of a community that the purchase serves, or the supervisor.
 * From the deadline on the witness sees the tender and may be the second to open its bids.
 */
export const witnessGuard = guard<Root, { user?: string }, { seats: Seat[] }>({ seats: loadSeats }, ({ seats }) => {
  const fit = seats.some(isWitness) && !seats.some(({ role }) => INTERESTED.includes(role));
  if (fit) return null;
  const text = {
    en: 'A person of the buyer, of a community it serves, or the supervisor, without a seat in a supplier or agent',
    zh: '见证人应为采购人、服务所在社区或监督部门人员，且不在供应商或代理机构任职',
  };
  return { errors: [{ pointer: '/user', code: 'not_eligible', text }] };
});

function isWitness({ role, region, tender_region, buyer, community }: Seat): boolean {
  if (role === 'bureau_officer' || role === 'bureau_approver') return buyer;
  if (role === 'community_worker') return community;
  return role === 'supervisor' && region !== null && (tender_region ?? '').startsWith(regionPrefix(region));
}

export async function appointWitness(tx: Tx, tender: string, user: string | undefined): Promise<{ witness: string }> {
  if (user === undefined) throw invalid('/user', 'required', { en: 'Who is it?', zh: '请指明见证人' });
  await tx.query(
    `INSERT INTO tender_witness (tender_id, user_id, appointed_at, appointed_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tender_id, user_id) DO NOTHING`,
    [tender, user, await tx.now(), tx.principal.id],
  );
  return { witness: user };
}

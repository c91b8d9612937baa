import { heldIn } from '../../kernel/access/held.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Change } from '../../kernel/outbox/change.js';
import {
  lockContract,
  mustBeHere,
  type ConductedContract,
} from '../../purchase/contracts/conducted/conducted-contract.js';
import type { Standard } from '../../purchase/tenders/conducted/terms.types.js';
import type { AcceptanceState } from './acceptance.lifecycle.js';
import type { AcceptanceResult, Member, Tick } from './acceptance.rules.js';

/** Columns of a round that its actions read. Money in fen. */
export interface AcceptanceRoot {
  id: string;
  version: number;
  contract_id: string;
  no: number;
  state: AcceptanceState;
  standards: Standard[];
  ticks: Tick[];
  members: Member[];
  public_service: boolean;
  opinions_until: string | null;
  prepared_by: string[];
  result: AcceptanceResult | null;
  accepted_part: string | null;
  recipients_heard: number | null;
  concluded_on: string | null;
  fact_id: string | null;
}

export const COLUMNS = `a.id, a.version, a.contract_id, a.no, a.state, a.standards, a.ticks, a.members, a.public_service,
  a.opinions_until::text AS opinions_until, a.prepared_by, a.result, a.accepted_part, a.recipients_heard,
  a.concluded_on::text AS concluded_on, a.fact_id`;

export interface LockedAcceptance {
  contract: ConductedContract;
  acceptance: AcceptanceRoot;
  /** What the caller may do for the buyer. */
  held: Set<string>;
}

/** Contract before acceptance: the order of every lock. */
export async function lockAcceptance(tx: Tx, id: string, version: number): Promise<LockedAcceptance> {
  const [found] = await tx.query<{ contract_id: string }>(`SELECT contract_id FROM acceptance WHERE id = $1`, [id]);
  if (!found) throw new Problem('not_found');
  const contract = mustBeHere(await lockContract(tx, found.contract_id, undefined));
  const [acceptance] = await tx.query<AcceptanceRoot>(
    `SELECT ${COLUMNS} FROM acceptance a WHERE a.id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!acceptance) throw new Problem('not_found');
  if (acceptance.version !== version) throw new Problem('stale_version');
  return { contract, acceptance, held: heldIn(tx.principal, [contract.buyer_id]) };
}

/** What has ended is accepted in part, whatever it was when the round was opened. */
export const hasEnded = ({ state }: { state: string }): boolean => state === 'terminated' || state === 'rescinded';

/** Who acts: a program does what its holder would. */
export async function actorOf(tx: Tx): Promise<string> {
  if (tx.principal.kind !== 'api_key') return tx.principal.id ?? '';
  const [key] = await tx.query<{ holder_id: string }>(`SELECT holder_id FROM api_key WHERE id = $1`, [tx.principal.id]);
  return key?.holder_id ?? '';
}

export const changeOfAcceptance = (
  { id }: { id: string },
  contract: ConductedContract,
): Pick<Change, 'aggregate' | 'id' | 'dataset' | 'region' | 'tenants'> => ({
  aggregate: 'acceptance',
  id,
  dataset: contract.dataset,
  region: contract.region,
  tenants: [contract.buyer_id, contract.supplier_id],
});

/**
 * How many recipients of the contract have said something for the round `a`, at least: the last word of each that was recorded,
 * silence being no opinion, or the answers of one survey that ended after the round before it. Nobody knows who answered, so
 * that whoever spoke may have answered too, and two surveys may have had the same people: none of it is added up.
 */
export const HEARD = `greatest((SELECT count(*) FROM (
    SELECT DISTINCT ON (v.recipient_id) v.verdict FROM acceptance_voice v JOIN acceptance_opinion o ON o.id = v.opinion_id
    WHERE o.acceptance_id = a.id ORDER BY v.recipient_id, o.no DESC) last WHERE last.verdict IS NOT NULL),
  (SELECT max((SELECT count(*) FROM survey_answer x WHERE x.survey_id = y.id)) FROM survey y
    WHERE y.contract_id = a.contract_id AND y.purpose = 'acceptance'
      AND (y.state = 'closed' OR (y.state = 'open' AND y.closes_on < business_today()))
      AND NOT EXISTS (SELECT FROM acceptance e WHERE e.contract_id = a.contract_id AND e.no < a.no
        AND e.concluded_on >= least(y.closes_on, (y.closed_at AT TIME ZONE 'Asia/Shanghai')::date))), 0)::int`;

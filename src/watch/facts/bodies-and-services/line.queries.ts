import { latestDay } from '../../../kernel/clock/partial-date.js';
import { countDays, earlier, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Text } from '../../runs/assessment-types.js';
import type { LineContract, LineFacts } from '../fact-types.js';
import type { PerformedBy } from '../line-facts.js';
import { servedEndSql } from '../../../purchase/contracts/served-end.js';
import { isPlan, planFact } from './plan-facts.js';
import { COUNTED_DAYS, loadBesideLines, listPurchasePaths } from './line-next.queries.js';
import { disputedFields, type LoadedConflict } from '../purchases/disputes.rules.js';
import { addDaysInRange, judgeDay, listTurns, listOnsets, type Judging } from '../loading/judging.rules.js';
import { toFrame, sortedIds, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';
import { daySql, factsSql } from '../loading/fact-fragments.queries.js';
import { categoryFacts, textField, type LoadedFact } from '../loading/sourced.rules.js';

interface ContractRow {
  id: string;
  key: string;
  tender: string;
  lot: number | null;
  supplier: string | null;
  /** Business key of the supplier. */
  performer: string | null;
  buyer: string | null;
  start: string | null;
  end: string | null;
  terminated: string | null;
  /** Key of its lot where several suppliers are taken for that. */
  shared: string | null;
  conflicts: LoadedConflict[];
  tenderConflicts: LoadedConflict[];
  facts: LoadedFact[];
}
interface LineRow {
  id: string;
  key: string;
  dataset: string;
  category: string;
  region: string | null;
  responsible_id: string | null;
  since: PlainDate;
  until: PlainDate | null;
  known_until: PlainDate | null;
  programme: string | null;
  assumption: Text | null;
  state: 'active' | 'ended';
  recorded_on: PlainDate;
  learned_on: PlainDate;
  contracts: ContractRow[];
}

const LINES = `
  SELECT r.id, r.key, r.dataset, r.category, r.region, r.responsible_id, r.since::text, r.until::text, r.known_until::text, r.assumption,
    r.state, ${daySql('r.recorded_at')} AS recorded_on,
    (SELECT p.id FROM tender_service_lines s JOIN tenders t ON t.id = s.tender_id JOIN programmes p ON p.id = t.programme_id
     WHERE s.service_line_id = r.id ORDER BY p.year DESC, p.key DESC, p.id LIMIT 1) AS programme,
    ${daySql(`greatest(r.recorded_at, (SELECT max(c.learned_at)
      FROM contract_service_lines cl JOIN contracts c ON c.id = cl.contract_id WHERE cl.service_line_id = r.id))`)} AS learned_on,
    (SELECT coalesce(json_agg(json_build_object('id', c.id, 'key', c.key, 'tender', c.tender_id, 'lot', c.lot_no, 'supplier', c.supplier_id,
       'performer', (SELECT o.body_key FROM organisations o WHERE o.id = c.supplier_id), 'buyer', c.buyer_id, 'start', c.window_start, 'end', c.window_end, 'terminated', ${servedEndSql('c')},
       'shared', (SELECT concat_ws('/', t.key, c.lot_no) FROM tenders t WHERE t.id = c.tender_id
         AND (t.method = 'FRAMEWORK' OR EXISTS (SELECT FROM awards a WHERE a.lot_id = c.lot_id AND a.stands AND a.several))), 'conflicts', c.conflicts,
       'tenderConflicts', c.tender_conflicts, 'facts', ${factsSql('contract', 'c.id', ['plan', 'handover'])}) ORDER BY c.id), '[]')
     FROM line_contracts c WHERE c.service_line_id = r.id AND c.dataset = r.dataset) AS contracts
  FROM service_lines r WHERE r.id = ANY ($1::uuid[]) ORDER BY r.id`;

/** Days before the end of what runs at which G02 begins to look. */
const CLIFF_DAYS = 90;

/** Service lines with every signed contract on them, within their dataset. */
export async function loadLines(
  reader: Reader,
  ids: readonly string[],
  context: LoadContext,
): Promise<LoadedSubject[]> {
  const rows = await reader.query<LineRow>(LINES, [ids]);
  const beside = await loadBesideLines(
    reader,
    rows.map((row) => ({ id: row.id, keys: new Map(row.contracts.map((c) => [c.id, c.key])) })),
  );
  return rows.map((row) => {
    const { tenders, ...known } = beside.get(row.id) ?? { tenders: [], served: [], bought: [], ahead: [] };
    const asKnown = { ...lineFacts(row, context), ...known };
    const judging = judge(row, asKnown, context.today);
    const paths = listPurchasePaths(asKnown.contracts, judging.asOf, context.calendar);
    const facts = { ...asKnown, paths, asOf: judging.asOf };
    return {
      frame: toFrame(row, {
        subject: facts.subject,
        // The newest programme that bought for it.
        programme: row.programme,
        bodies: sortedIds([row.responsible_id, ...row.contracts.flatMap((c) => [c.buyer, c.supplier])]),
        history: row.known_until !== null && row.known_until < row.recorded_on,
        uses: sortedIds([row.id, ...row.contracts.flatMap((c) => [c.id, c.tender, c.supplier]), ...tenders]),
        dueOn: judging.dueOn,
      }),
      facts: { service_line: facts },
    };
  });
}

function lineFacts(row: LineRow, { today }: LoadContext): LineFacts {
  const disputes = row.contracts.flatMap((c) => [
    ...disputedFields(c.conflicts),
    ...disputedFields(c.tenderConflicts, c.lot),
  ]);
  const keys = new Map(row.contracts.map((c) => [c.id, c.key]));
  const asOf = row.known_until === null ? today : earlier(today, row.known_until);
  return {
    subject: { type: 'service_line', id: row.id, key: row.key },
    asOf,
    conflicts: [...new Set(disputes.filter((field) => ['window', 'end', 'plans'].includes(field)))].sort(),
    category: categoryFacts(row.category),
    dataset: row.dataset,
    // A line ends when its last day is over, whenever that was decided and whether or not anything has touched its row since.
    status: row.until === null ? row.state : row.until < asOf ? 'ended' : 'active',
    since: row.since,
    until: row.until,
    knownUntil: row.known_until,
    contracts: row.contracts.map((contract) => lineContract(contract, row.id, keys)),
    performers: row.contracts.map(toPerformer),
    served: [],
    bought: [],
    paths: [],
    ahead: [],
    assumption: row.assumption,
  };
}

const toPerformer = ({ id, key, supplier, performer }: ContractRow): PerformedBy => ({
  key,
  record: `contract:${id}`,
  body: supplier === null || performer === null ? null : { key: performer, record: `organisation:${supplier}` },
});

/** No contract of the line has this key. */
const ELSEWHERE = '-';

function lineContract(contract: ContractRow, line: string, keys: ReadonlyMap<string, string>): LineContract {
  const here = contract.facts.filter((fact) => (textField(fact, 'serviceLine') ?? line) === line);
  const handovers = here.filter((fact) => fact.kind === 'handover' && textField(fact, 'withdrawnOn') === null);
  return {
    key: contract.key,
    id: contract.id,
    record: `contract:${contract.id}`,
    agency: contract.supplier,
    window: { start: contract.start, end: contract.end },
    terminatedOn: contract.terminated,
    recipients: findLastRecipients(handovers),
    serviceMonths: null,
    handovers: handovers.map((fact) => {
      const to = textField(fact, 'toContract');
      const on = textField(fact, 'on');
      // A contract that is void, or serves another line, is handed over to by name: it explains no other's overlap.
      const toKey = to === null ? null : (keys.get(to) ?? ELSEWHERE);
      return { key: `${on ?? '-'}/${toKey ?? '-'}`, toKey, on };
    }),
    plans: here.filter(isPlan).map(planFact),
    ...(contract.shared !== null && { sharedLot: contract.shared }),
  };
}

/** Whom the contract served last, as its handover counts them. */
function findLastRecipients(handovers: readonly LoadedFact[]): number | null {
  const counted = handovers.map((fact) => fact.data['recipients']).filter((n): n is number => typeof n === 'number');
  return counted.at(-1) ?? null;
}

/** Every day counts while nobody serves the line, while two do, and while the end of what runs is near. */
function judge(row: LineRow, facts: LineFacts, today: PlainDate): Judging {
  const { asOf, status, category, since, until, knownUntil, contracts } = facts;
  const input = { today, learnedOn: row.learned_on, knownUntil };
  if (status === 'ended' || category?.continuous !== true) return judgeDay({ ...input, turns: listTurns(until) });
  const ends = contracts.map(({ window, terminatedOn }) => terminatedOn ?? window.end);
  const last = contracts.flatMap(({ window, terminatedOn }) => {
    const end = terminatedOn ?? window.end;
    return window.start !== null && window.start <= asOf && end !== null && latestDay(end) >= asOf
      ? [latestDay(end)]
      : [];
  });
  const lives = since !== null && since <= asOf;
  const runsOn = last.some((end) => countDays(asOf, end) > CLIFF_DAYS);
  return judgeDay({
    ...input,
    daily: lives && contracts.length > 0 && (!runsOn || last.length > 1),
    turns: [
      since,
      ...listTurns(until),
      ...contracts.flatMap(({ window }) => [...listOnsets(window.start), ...listTurns(window.start, COUNTED_DAYS - 1)]),
      ...ends.flatMap((end) => listTurns(end)),
      ...ends.flatMap((end) => listOnsets(end).map((day) => addDaysInRange(day, -CLIFF_DAYS))),
      ...contracts.flatMap(({ plans }) =>
        plans.flatMap((plan) => [...listOnsets(plan.agreedOn), ...listOnsets(plan.carriedOutOn)]),
      ),
    ],
  });
}

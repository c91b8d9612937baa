import { runPreparedStatement } from '../../kernel/database/prepared.js';
import { idsSql } from '../../kernel/database/sql.js';
import type { Reader } from '../../kernel/database/reader.js';
import { isPlainDate, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import { listReportPeriods } from '../delivery/reports/report-periods.rules.js';
import { findOnlyLine, type FundedLine } from '../../purchase/programmes/budget-lines/commitments.rules.js';
import type { Rest } from '../../law/deadlines/rested.rules.js';
import { signingRests } from '../../purchase/awards/lots/signing-rests.queries.js';
import { HELD } from '../../purchase/awards/remedies/disputes.queries.js';
import type { ContractContent } from '../../purchase/contracts/content/content-types.js';
import { computeFixedPart, findUnitPrice } from '../../purchase/contracts/content/price.rules.js';
import {
  deriveTrigger,
  findAgreedStart,
  type HandedIn,
  type InstalmentTrigger,
  type Settled,
  type Triggered,
  type TriggerAnswer,
  type TriggerFacts,
} from './schedule/trigger.rules.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Payment } from './payment.entity.js';
import { paidBeforeSql } from './schedule/paid.queries.js';

/** An instalment as its actions read it. Money in fen as text. */
export interface PaymentRow extends Omit<
  StoredRow<Payment>,
  | 'created_at'
  | 'updated_at'
  | 'trigger'
  | 'state'
  | 'requested_at'
  | 'paid_by'
  | 'paid_to'
  | 'reference'
  | 'approvers_least'
> {
  trigger: InstalmentTrigger;
  state: string;
  /** Day on which its living invoice was received. */
  received_on: PlainDate | null;
  /** Fen of its accepted invoice. */
  invoiced: string | null;
  /** The days on which what came back was paid by it, where it is not paid anew. */
  was_paid: Rest | null;
  /** Which it is among those on the same trigger that name none. */
  nth: number;
}
export interface AcceptedInvoice {
  id: string;
  amount: string;
}

/** Each report also with the day from which it reports. */
interface Facts extends TriggerFacts {
  reports: readonly (Settled & { from: PlainDate })[];
}

interface BudgetLine extends FundedLine {
  useBy: PartialDate | null;
}

/** What one contract comes to in money, and what its instalments wait for. */
export interface ContractMoney {
  payments: PaymentRow[];
  facts: Facts;
  /** Why nothing is paid now: a dispute that may change the result of the purchase. Null: nothing stands against it. */
  held: string | null;
  /** Days on which something of the kind stood against it; `to` null: still. */
  rests: Rest[];
  content: ContractContent | null;
  supplierKind: string | null;
  /** From which it is paid; null where nobody said which of several it is. */
  budgetLine: BudgetLine | null;
  /** Fen: what was accepted, before that the amount with all supplements in force; and what was paid before the contract went on here. */
  whole: bigint;
  paidBefore: bigint;
  /** Fen that are owed of it: of what is paid by the unit, as far as its sums are confirmed, less the minus that the last of them carries. */
  owed: bigint;
  /** Fen that its payments may come to: once it was accepted what is owed of it, as no settlement has to follow that takes a minus off. */
  limit: bigint;
  /** Number of the settlement that waits for the buyer's word. */
  openSettlement: number | null;
  /** Last day up to which sums are confirmed. */
  settledTo: PlainDate | null;
}

/** What is asked for or paid; what came back, or was never asked for, is not. */
const CLAIMING: ReadonlySet<string> = new Set(['due', 'approved', 'failed', 'paid']);

const PAYMENTS = `
  SELECT p.id, p.version, p.dataset, p.contract_id, p.no, p.share_no, p.amendment_id, p.settlement_id, p.trigger, p.trigger_of, p.share,
    p.amount::text, p.dropped, p.state, p.claimed::text, p.round, p.approvers, p.requested_by, p.fact_id, p.paid_on::text AS paid_on, p.agreed_on::text AS agreed_on,
    (SELECT (i.received_at AT TIME ZONE 'Asia/Shanghai')::date::text FROM invoice i
     WHERE i.payment_id = p.id AND i.state IN ('submitted', 'accepted')) AS received_on,
    (SELECT i.amount::text FROM invoice i WHERE i.payment_id = p.id AND i.state = 'accepted') AS invoiced,
    CASE WHEN p.fact_id IS NOT NULL AND p.state <> 'paid' THEN (SELECT jsonb_build_object('from', o.data ->> 'on', 'to', (n.recorded_at AT TIME ZONE 'Asia/Shanghai')::date::text)
      FROM fact n JOIN fact o ON o.id = n.replaces WHERE n.id = p.fact_id) END AS was_paid,
    (count(*) FILTER (WHERE p.share_no IS NOT NULL AND p.trigger_of IS NULL AND NOT p.dropped) OVER (PARTITION BY p.contract_id, p.trigger ORDER BY p.no))::integer AS nth
  FROM payment p`;

/** What was handed in, and the day on which it was accepted, if it was. */
type Judgeable = HandedIn & { on: PlainDate | null };

interface Row {
  id: string;
  state: string;
  ended: boolean;
  signed_on: string | null;
  delivered_on: string | null;
  refused: boolean;
  held: string | null;
  rests: Rest[];
  content: ContractContent | null;
  supplier_kind: string | null;
  whole: string;
  accepted: boolean;
  paid_before: string;
  accepted_on: string | null;
  milestones: Judgeable[];
  reports: (Judgeable & { from: PlainDate })[];
  settlements: (Settled & { total: string; carried: string })[];
  open_settlement: number | null;
  settled_to: PlainDate | null;
  category: string | null;
  budget_lines: BudgetLine[];
}

/** A day here, of an instant. */
const localDaySql = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date::text`;

/** An instalment waits for an accepted milestone (domain §5): a part of one is owed with what is accepted in the end. */
const CONTRACTS = `
  SELECT c.id, c.state, c.terminated_on IS NOT NULL AS ended, c.signed_on, c.delivered_on::text, c.content,
    EXISTS (SELECT FROM acceptance a WHERE a.contract_id = c.id AND a.result = 'failed') AS refused,
    ${HELD} AS held,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('from', h.began_on, 'to', h.ended_on) ORDER BY h.began_on), '[]') FROM contract_halt h
     WHERE h.contract_id = c.id AND h.began_on IS NOT NULL AND h.ground IN ('challenge', 'complaint')) || ${signingRests('c.lot_id', 'c.tender_id')} AS rests,
    coalesce(c.accepted_amount, coalesce(c.amount, 0) + c.supplements)::text AS whole, c.accepted_amount IS NOT NULL AS accepted,
    (SELECT o.kind FROM organisation o WHERE o.id = c.supplier_id) AS supplier_kind,
    ${paidBeforeSql('c.id')}::text AS paid_before,
    (SELECT max(f.data ->> 'concludedOn') FROM fact f
     WHERE f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind = 'acceptance' AND f.data ->> 'result' IN ('passed', 'partial')
       AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id)) AS accepted_on,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('no', m.no, 'on', CASE m.state WHEN 'accepted' THEN ${localDaySql('m.decided_at')} END,
         'delivered', ${localDaySql('m.submitted_at')}) ORDER BY m.no), '[]') FROM milestone m
     WHERE m.contract_id = c.id AND m.state IN ('accepted', 'submitted') AND NOT m.dropped) AS milestones,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('no', 0, 'from', r.period_from, 'on', CASE r.state WHEN 'approved' THEN ${localDaySql('r.decided_at')} END,
         'delivered', ${localDaySql('r.submitted_at')}) ORDER BY r.period_from), '[]')
     FROM progress_report r WHERE r.contract_id = c.id AND r.no = 0 AND r.state IN ('approved', 'submitted')) AS reports,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('no', s.no, 'on', ${localDaySql('s.confirmed_at')}, 'delivered', ${localDaySql('s.proposed_at')},
         'total', s.total::text, 'carried', s.carried::text) ORDER BY s.no), '[]') FROM settlement s WHERE s.contract_id = c.id AND s.state = 'confirmed') AS settlements,
    (SELECT s.no FROM settlement s WHERE s.contract_id = c.id AND s.state = 'proposed') AS open_settlement,
    (SELECT max(s.period_to)::text FROM settlement s WHERE s.contract_id = c.id AND s.state = 'confirmed') AS settled_to,
    c.category, (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'category', l.category, 'useBy', l.use_by)), '[]')
     FROM budget_line l WHERE l.programme_id = c.programme_id) AS budget_lines
  FROM contract c WHERE c.id = ANY (${idsSql('$1')})`;

const plain = (day: string | null): string | null => (isPlainDate(day) ? day : null);

/** Everything that guards and views ask of the money of contracts, by two statements for all of them. */
export async function moneyOfAll(reader: Reader, contracts: readonly string[]): Promise<Map<string, ContractMoney>> {
  const rows = await runPreparedStatement<Row>(reader, CONTRACTS, [contracts]);
  const payments = await runPreparedStatement<PaymentRow>(
    reader,
    `${PAYMENTS} WHERE p.contract_id = ANY (${idsSql('$1')}) ORDER BY p.no`,
    [contracts],
  );
  return new Map(
    rows.map((row): [string, ContractMoney] => {
      const reports = numberReports(row.content, row.reports);
      const money = {
        payments: payments.filter((p) => p.contract_id === row.id),
        facts: {
          state: row.state,
          ended: row.ended,
          signedOn: plain(row.signed_on),
          milestones: row.milestones.filter(isSettled),
          reports: reports.filter(isSettled),
          settlements: row.settlements,
          pending: {
            milestones: row.milestones.filter(isPending),
            reports: reports.filter(isPending),
          },
          acceptedOn: plain(row.accepted_on),
          deliveredOn: row.refused ? null : row.delivered_on,
        },
        held: row.held,
        rests: row.rests,
        content: row.content,
        supplierKind: row.supplier_kind,
        budgetLine: findOnlyLine(row.budget_lines, row.category),
        whole: BigInt(row.whole),
        paidBefore: BigInt(row.paid_before),
        owed: computeOwedSum(row),
        limit: row.accepted ? computeOwedSum(row) : BigInt(row.whole),
        openSettlement: row.open_settlement,
        settledTo: row.settled_to,
      };
      return [row.id, money];
    }),
  );
}

/**
 * Of what is paid by the unit: the fixed part and what was confirmed, and what was paid before it went on here. The last settlement
 * carries all that is to be taken off; what earlier ones carried is in it, or was taken off.
 */
function computeOwedSum({ content, whole, settlements, paid_before }: Row): bigint {
  const all = BigInt(whole);
  const price = content === null ? null : findUnitPrice(content);
  if (content === null || price === null) return all;
  const before = price.kind === 'units' ? BigInt(paid_before) : 0n;
  const carried = BigInt(settlements.at(-1)?.carried ?? 0);
  const settled = settlements.reduce((sum, { total }) => sum + BigInt(total), before + carried);
  const owed = (computeFixedPart(content) ?? 0n) + (settled > 0n ? settled : 0n);
  return owed < all ? owed : all;
}

const isSettled = <J extends Judgeable>(one: J): one is J & Settled => one.on !== null;
const isPending = ({ on }: Judgeable): boolean => on === null;

/** Reports by the number of their period in the window. */
export function numberReports<R extends { from: PlainDate }>(
  content: ContractContent | null,
  reports: readonly R[],
): (R & { no: number })[] {
  const { start, end } = content?.window ?? { start: null, end: null };
  const periods =
    isPlainDate(start) && isPlainDate(end)
      ? listReportPeriods({ from: start, to: end }, content?.reportMonths ?? 1)
      : [];
  return reports.map((report) => ({ ...report, no: periods.filter(({ from }) => from <= report.from).length }));
}

const NOTHING: ContractMoney = {
  payments: [],
  facts: {
    state: 'void',
    ended: true,
    signedOn: null,
    milestones: [],
    reports: [],
    settlements: [],
    pending: { milestones: [], reports: [] },
    acceptedOn: null,
    deliveredOn: null,
  },
  held: null,
  rests: [],
  content: null,
  supplierKind: null,
  budgetLine: null,
  whole: 0n,
  paidBefore: 0n,
  owed: 0n,
  limit: 0n,
  openSettlement: null,
  settledTo: null,
};

export const loadPaymentMoney = async (reader: Reader, contract: string): Promise<ContractMoney> =>
  (await moneyOfAll(reader, [contract])).get(contract) ?? NOTHING;

export function toTrigger({ payments }: ContractMoney, { trigger, trigger_of, nth }: PaymentRow): Triggered {
  const named = payments.flatMap((p) => (p.dropped || p.trigger !== trigger ? [] : (p.trigger_of ?? [])));
  return { trigger, of: trigger_of, nth, named };
}

export const triggerOfPayment = (money: ContractMoney, payment: PaymentRow): TriggerAnswer =>
  findAgreedStart(deriveTrigger(toTrigger(money, payment), money.facts), payment.agreed_on);

/** Fen that are left of the contract beside what the other instalments are asked for or paid. */
export function computeRoom(money: ContractMoney, payment: string): bigint {
  const others = money.payments.filter(({ id, state }) => id !== payment && CLAIMING.has(state));
  return others.reduce((room, { claimed }) => room - BigInt(claimed ?? 0), money.limit - money.paidBefore);
}

/** Fen that are owed beside what instalments are asked for, were paid by or may still come to. */
export const computeUnaskedSum = ({ payments, owed, paidBefore }: ContractMoney): bigint =>
  payments.reduce(
    (rest, { state, amount, claimed }) => rest - BigInt((CLAIMING.has(state) ? claimed : null) ?? amount),
    owed - paidBefore,
  );

/** What went out and did not come back. */
export const sumPaidAmounts = ({ payments, paidBefore }: ContractMoney): bigint =>
  payments.reduce((sum, { state, claimed }) => sum + (state === 'paid' ? BigInt(claimed ?? 0) : 0n), paidBefore);

/** Fen that were paid here beyond what is owed. What was paid elsewhere stays as it is recorded: only what was paid here comes back here. */
export function computeExcess(money: ContractMoney): bigint {
  const excess = sumPaidAmounts(money) - (money.owed > money.paidBefore ? money.owed : money.paidBefore);
  return excess > 0n ? excess : 0n;
}

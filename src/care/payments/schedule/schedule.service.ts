import { Injectable, type OnModuleInit } from '@nestjs/common';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { formatYuan } from '../../../kernel/money/money.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { loadContractHere } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { ContractSteps } from '../../../purchase/contracts/conducted/contract-steps.js';
import { computeFixedPart } from '../../../purchase/contracts/content/price.rules.js';
import { toParties } from '../paid-contract.js';
import { computeSchedule, type Instalment } from './schedule.rules.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Payment } from '../payment.entity.js';
import { declareChangeKinds } from '../../../kernel/outbox/states/change-kind.rules.js';

// An instalment that an amendment takes out of the schedule.
declareChangeKinds('payment', { dropped: 'withdrawal' });

type Stored = Pick<
  StoredRow<Payment>,
  | 'id'
  | 'no'
  | 'share_no'
  | 'amendment_id'
  | 'settlement_id'
  | 'trigger'
  | 'trigger_of'
  | 'share'
  | 'amount'
  | 'dropped'
  | 'state'
  | 'agreed_on'
>;

/** What both parties have agreed on comes into force by these. */
const AGREEING: ReadonlySet<string> = new Set(['sign', 'confirm_content', 'amend']);

/** The instalments of a contract, made from what both parties signed and changed by what both amended. */
@Injectable()
export class ScheduleService implements OnModuleInit {
  constructor(private readonly steps: ContractSteps) {}

  onModuleInit(): void {
    this.steps.contribute({ after: (tx, contract, action) => this.follow(tx, contract, action) });
  }

  private async follow(tx: Tx, contract: string, action: string): Promise<void> {
    if (!AGREEING.has(action)) return;
    const row = await loadContractHere(tx, contract);
    if (!row.content_agreed || row.amount === null) return;
    const stored = await tx.query<Stored>(
      `SELECT id, no, share_no, amendment_id, settlement_id, trigger, trigger_of, share, amount::text, dropped, state, agreed_on::text AS agreed_on FROM payment
       WHERE contract_id = $1 ORDER BY no FOR NO KEY UPDATE`,
      [contract],
    );
    const supplements = await tx.query<{ amendment: string; amount: string }>(
      `SELECT id AS amendment, supplement::text AS amount FROM contract_amendment
       WHERE contract_id = $1 AND state = 'in_force' AND supplement > 0 ORDER BY no`,
      [contract],
    );
    const fixed = new Map(
      stored.flatMap((p): [number, bigint][] =>
        p.state === 'scheduled' || p.share_no === null ? [] : [[p.share_no, BigInt(p.amount)]],
      ),
    );
    const part = computeFixedPart(row.content);
    const wanted = computeSchedule(
      part ?? BigInt(row.amount),
      row.content.payments,
      supplements.map(({ amendment, amount }) => ({ amendment, amount: BigInt(amount) })),
      fixed,
      part !== null,
    );
    const changes = diffInstalments(stored, wanted, action === 'amend' ? todayInShanghai(await tx.now()) : null);
    if (changes.length === 0) return;
    const made = await tx.query<{ id: string; version: number; dropped: boolean; amount: string }>(STORE, [
      contract,
      row.dataset,
      JSON.stringify(changes),
    ]);
    await tx.recordAll(
      made.map(({ id, version, dropped, amount }) => ({
        ...toParties(row),
        aggregate: 'payment',
        id,
        action: dropped ? 'dropped' : version === 1 ? 'scheduled' : 'rescheduled',
        to: 'scheduled',
        data: { contract, amount: formatYuan(amount) },
      })),
    );
  }
}

const isSameInstalment = (p: Stored, { shareNo, amendment }: Instalment): boolean =>
  p.share_no === shareNo && p.amendment_id === amendment;

/** What is to be written so that what is stored is what is wanted; what was asked for stays as it is. `amended`: the day of the amendment that wants it. */
function diffInstalments(
  stored: readonly Stored[],
  wanted: readonly Instalment[],
  amended: PlainDate | null,
): object[] {
  let next = stored.reduce((last, { no }) => Math.max(last, no), 0);
  const rows = wanted.flatMap((w) => {
    const old = stored.find((p) => isSameInstalment(p, w));
    if (old !== undefined && old.state !== 'scheduled') return [];
    const same =
      old !== undefined &&
      !old.dropped &&
      old.trigger === w.trigger &&
      old.trigger_of === w.of &&
      old.share === w.share &&
      BigInt(old.amount) === w.amount;
    if (same) return [];
    const waits = old !== undefined && !old.dropped && old.trigger === w.trigger && old.trigger_of === w.of;
    return [
      {
        no: old?.no ?? ++next,
        share_no: w.shareNo,
        amendment_id: w.amendment,
        trigger: w.trigger,
        trigger_of: w.of,
        share: w.share,
        amount: w.amount.toString(),
        agreed_on: waits ? old.agreed_on : amended,
        dropped: false,
      },
    ];
  });
  const gone = stored
    .filter(
      (p) =>
        p.state === 'scheduled' &&
        !p.dropped &&
        p.settlement_id === null &&
        !wanted.some((w) => isSameInstalment(p, w)),
    )
    .map((p) => ({ ...p, amount: '0', dropped: true }));
  return [...rows, ...gone];
}

const STORE = `
  INSERT INTO payment AS p (contract_id, dataset, no, share_no, amendment_id, trigger, trigger_of, share, amount, agreed_on, dropped)
  SELECT $1, $2, g.no, g.share_no, g.amendment_id, g.trigger, g.trigger_of, g.share, g.amount, g.agreed_on, g.dropped
  FROM jsonb_to_recordset($3::jsonb) AS g(no integer, share_no integer, amendment_id uuid, trigger text, trigger_of integer,
    share integer, amount bigint, agreed_on date, dropped boolean)
  ON CONFLICT (contract_id, no) DO UPDATE SET trigger = EXCLUDED.trigger, trigger_of = EXCLUDED.trigger_of,
    share = EXCLUDED.share, amount = EXCLUDED.amount, agreed_on = EXCLUDED.agreed_on, dropped = EXCLUDED.dropped, version = p.version + 1,
    updated_at = clock_timestamp()
  RETURNING p.id, p.version, p.dropped, p.amount::text`;

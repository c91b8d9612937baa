import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../../platform/database/transactions.js';
import { Problem, type FieldError } from '../../platform/errors/problem.js';
import { regionOf } from '../../platform/identity/regions.js';
import { ContractsService } from '../contracts/contracts.service.js';
import { resolveParties } from '../organisations/parties.js';
import { factsOfRoots } from '../tenders/facts.store.js';
import type { ContractFactKind, GivenFact, TenderFactKind } from '../tenders/facts.types.js';
import { projectNotices } from '../tenders/projection.js';
import { isActive } from '../tenders/purchase.rules.js';
import type { ContractFact, TenderFact } from '../tenders/purchase.types.js';
import { RecordingService } from '../tenders/recording.service.js';
import { rowFault, type RowFault } from './notice-row.errors.js';
import { followsUnknown, placementOf } from './notice-row.joining.js';
import type { RoundLot } from './notice-row.lots.js';
import { toRecording } from './notice-row.recording.js';
import type { NoticeRow } from './notice-row.types.js';

export type RowOutcome = { outcome: 'accepted' | 'unchanged' } | { outcome: 'rejected'; errors: FieldError[] };

/** Where the row's fault lies in the row, for the conflicts that reject one. */
const POINTERS: Partial<Record<RowFault, string>> = {
  deadline_before_notice: '/bid_deadline',
  end_before_start: '/service_end',
};
/** What the audit says of a fact that a corrected row replaces. */
const CORRECTED = 'the row was published or delivered anew with another content';

interface Spot {
  tender: string;
  purchase: string;
  called: boolean;
}

/** Takes one row of a notices file by the same use cases as a person's recording. */
@Injectable()
export class NoticeImporter {
  constructor(
    private readonly recording: RecordingService,
    private readonly contracts: ContractsService,
  ) {}

  /** Whole or not at all: the caller's savepoint goes back where it throws or rejects. */
  async take(tx: Tx, dataset: string, row: NoticeRow): Promise<RowOutcome> {
    const [known] = await tx.query<{ tender_id: string; raw: unknown }>(
      `SELECT tender_id, raw FROM notice WHERE dataset = $1 AND reference = $2 LIMIT 1`,
      [dataset, row.id],
    );
    if (known && isDeepStrictEqual(known.raw, row.raw)) return { outcome: 'unchanged' };
    const earlier = known ? null : await this.earlier(tx, dataset, row);
    if (row.follows !== null && !known && earlier === null) throw new RowRejected([followsUnknown()]);
    try {
      await this.record(tx, dataset, row, known?.tender_id ?? null, earlier);
    } catch (error) {
      throw rejected(error) ?? error;
    }
    return { outcome: 'accepted' };
  }

  private async record(
    tx: Tx,
    dataset: string,
    row: NoticeRow,
    known: string | null,
    earlier: Spot | null,
  ): Promise<void> {
    const options = { dataset, regionOf: (text: string) => regionOf(text)?.code ?? null };
    const joined = known ?? (placementOf(row.kind, earlier) === 'same_round' ? (earlier?.tender ?? null) : null);
    const roundLots = joined === null ? undefined : await this.lots(tx, joined);
    const recording = toRecording(row, roundLots ? { ...options, roundLots } : options);
    const tender = joined ?? (await this.open(tx, dataset, recording, earlier));
    const text = { kind: row.kind, title: row.title, raw: row.raw };
    const old = known === null ? [] : await this.factsOfRow<TenderFact>(tx, tender, row.id);
    await this.recording.record(tx, tender, replacing(recording.facts, old), { lenient: true, text });
    for (const { lot, facts } of recording.contractFacts) {
      const contract = await this.contracts.ofLot(tx, tender, lot);
      if (contract === null) continue;
      const before = known === null ? [] : await this.factsOfRow<ContractFact>(tx, contract, row.id);
      await this.contracts.record(tx, contract, replacing(facts, before), { lenient: true, text });
    }
    await this.keepNotice(tx, tender, row, recording.source, known !== null);
  }

  /** The row itself is kept as its notice, also where it proves nothing. */
  private async keepNotice(
    tx: Tx,
    tender: string,
    row: NoticeRow,
    source: GivenFact['source'],
    again: boolean,
  ): Promise<void> {
    if (again)
      await tx.query(`UPDATE notice SET raw = $3, title = $4 WHERE tender_id = $1 AND reference = $2`, [
        tender,
        row.id,
        JSON.stringify(row.raw),
        row.title,
      ]);
    const said = [{ kind: 'notice', data: row.deadline === null ? {} : { deadline: row.deadline }, source }];
    await projectNotices(tx, await this.recording.lock(tx, tender), said, null, {
      kind: row.kind,
      title: row.title,
      raw: row.raw,
    });
  }

  private async open(
    tx: Tx,
    dataset: string,
    { tender, buyerName }: ReturnType<typeof toRecording>,
    earlier: Spot | null,
  ): Promise<string> {
    const [buyer] =
      buyerName === null ? [null] : await resolveParties(tx, dataset, [{ name: buyerName }], () => '/buyer');
    const [no] = earlier
      ? await tx.query<{ n: number }>(`SELECT max(round) + 1 AS n FROM tender WHERE purchase_id = $1`, [
          earlier.purchase,
        ])
      : [];
    const externalIds = tender.externalIds?.map(({ id }) => ({ system: dataset.replace('import:', ''), id })) ?? [];
    const given = { ...tender, externalIds, ...(buyer && { buyer }) };
    return this.recording.create(tx, given, earlier && no ? { round: { purchase: earlier.purchase, no: no.n } } : {});
  }

  /** The round a row points at: by `follows`, else the last one of the same buyer's project number. */
  private async earlier(tx: Tx, dataset: string, row: NoticeRow): Promise<Spot | null> {
    const called = `EXISTS (SELECT FROM notice n WHERE n.tender_id = t.id AND n.kind IN ('tender', 'single_source')) AS called`;
    if (row.follows !== null) {
      const [spot] = await tx.query<Spot>(
        `SELECT t.id AS tender, t.purchase_id AS purchase, ${called} FROM tender t
         WHERE t.id = (SELECT tender_id FROM notice WHERE dataset = $1 AND reference = $2 LIMIT 1)`,
        [dataset, row.follows],
      );
      return spot ?? null;
    }
    if (row.projectNo === null || row.buyer === null) return null;
    const [spot] = await tx.query<Spot>(
      `SELECT t.id AS tender, t.purchase_id AS purchase, ${called}
       FROM tender t JOIN organisation o ON o.id = t.buyer_id AND o.name = $3
       WHERE t.dataset = $1 AND t.project_no = $2 ORDER BY t.round DESC LIMIT 1`,
      [dataset, row.projectNo, row.buyer],
    );
    return spot ?? null;
  }

  private lots(tx: Tx, tender: string): Promise<RoundLot[]> {
    return tx.query<RoundLot>(`SELECT no, name FROM lot WHERE tender_id = $1 ORDER BY no`, [tender]);
  }

  private async factsOfRow<F extends TenderFact | ContractFact>(tx: Tx, root: string, reference: string): Promise<F[]> {
    const facts = (await factsOfRoots<F>(tx.manager, [root])).get(root) ?? [];
    return facts.filter((f) => isActive(f) && f.source.reference === reference);
  }
}

/** A row that is not taken, thrown so that its savepoint goes back. */
export class RowRejected extends Error {
  constructor(readonly errors: FieldError[]) {
    super('the row is rejected');
  }
}

/** A refusal of the recording as the row's fault; anything else is not the row's. */
function rejected(error: unknown): RowRejected | null {
  if (!(error instanceof Problem)) return null;
  const found = error.details.facts?.['contradictions'] as { code: RowFault }[] | undefined;
  const code = found?.[0]?.code;
  if (code !== undefined) return new RowRejected([rowFault(POINTERS[code] ?? '', code)]);
  return error.details.errors ? new RowRejected(error.details.errors) : null;
}

const bidderOf = (fact: { data: unknown }): string | undefined =>
  (fact.data as { bidder?: { name?: string } }).bidder?.name;

/** Facts of a corrected row take the place of those it said before: same kind, same lot, same bidder. */
function replacing<K extends TenderFactKind | ContractFactKind>(
  facts: readonly GivenFact<K>[],
  old: readonly (TenderFact | ContractFact)[],
): GivenFact<K>[] {
  const free = [...old];
  return facts.map((fact) => {
    const at = free.findIndex(
      (o) => o.kind === fact.kind && o.lot === (fact.lot ?? null) && bidderOf(o) === bidderOf(fact),
    );
    const [before] = at < 0 ? [] : free.splice(at, 1);
    return before && !says(before.data, fact.data) ? { ...fact, replaces: before.id, reason: CORRECTED } : fact;
  });
}

/** The stored data says the same as the row: ids of bodies were added when it was stored. */
function says(stored: unknown, given: unknown): boolean {
  if (given === null || typeof given !== 'object') return stored === given;
  if (stored === null || typeof stored !== 'object') return false;
  const [a, b] = [stored as Record<string, unknown>, given as Record<string, unknown>];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  keys.delete('organisation');
  return [...keys].every((key) => says(a[key], b[key]));
}

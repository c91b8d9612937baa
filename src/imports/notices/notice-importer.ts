import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../../kernel/database/transactions.js';
import { PROBLEMS } from '../../kernel/errors/codes.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import { Problem } from '../../kernel/errors/problem.js';
import { resolveRegion } from '../../kernel/identity/region-text.rules.js';
import { ContractsService } from '../../purchase/contracts/contracts.service.js';
import { resolveNamedParties } from '../../people/organisations/shared-parties.js';
import { factsOfRoots } from '../../purchase/tenders/recording/facts-store.js';
import { putNotice } from '../../purchase/tenders/notices/notice-projection.js';
import { openTender, type OpenTender } from '../../purchase/tenders/open-tender.js';
import type { ContractFact } from '../../purchase/tenders/purchases/purchase-types.js';
import { RecordingService } from '../../purchase/tenders/recording/recording.service.js';
import { TenderChangesService } from '../../purchase/tenders/tender-changes.service.js';
import { correcting, mustBeChangeable, renameLots } from './changes/changed-row.rules.js';
import { findFollowedRound, findProjectRound, type EarlierSpot } from './earlier-rounds.queries.js';
import { OpenRounds } from './open-rounds.js';
import { rowFault, type RowFault } from './notice-row-errors.js';
import { followsUnknown, choosePlacement } from './notice-row-placement.js';
import { lotName, placeLots, type PlacedLot, type RoundLot } from './notice-row-lots.js';
import { parseNoticeLine } from './notice-row-parser.js';
import { toPlannedWords, toRecording, type NoticeRecording } from './notice-row-recording.js';
import type { NoticeRow } from './notice-row-types.js';
import { roundChanges, type SaidOfRound } from './changes/round-changes.rules.js';
import { RowRejected } from './row-rejection.js';

/** A row as it is stored. */
export interface KnownRow {
  tender: string;
  raw: Record<string, unknown>;
}
/** Where the row's fault lies in the row, for the conflicts that reject one. */
const POINTERS: Partial<Record<RowFault, string>> = {
  deadline_before_notice: '/bid_deadline',
  end_before_start: '/service_end',
};
const OPTIONS = { lenient: true, ownNotice: true };

/** Takes rows of a notices file by the same use cases as a person's recording. */
@Injectable()
export class NoticeImporter {
  constructor(
    private readonly recording: RecordingService,
    private readonly changes: TenderChangesService,
    private readonly contracts: ContractsService,
  ) {}

  /** What is stored of these rows already, by their ids. One statement. */
  async loadKnownRows(tx: Tx, dataset: string, ids: readonly string[]): Promise<Map<string, KnownRow>> {
    const rows = await tx.query<KnownRow & { reference: string }>(
      `SELECT reference, tender_id AS tender, raw FROM notice
       WHERE dataset = $1 AND reference = ANY ($2::text[]) AND raw IS NOT NULL`,
      [dataset, ids],
    );
    return new Map(rows.map((row) => [row.reference, row]));
  }

  isUnchanged(row: NoticeRow, known: KnownRow | undefined): boolean {
    return known !== undefined && isDeepStrictEqual(known.raw, JSON.parse(JSON.stringify(row.raw)));
  }

  /**
   * Whole or not at all: the caller's savepoint goes back where it throws, and what `rounds` holds with it. Answers the tender.
   */
  async take(
    tx: Tx,
    dataset: string,
    row: NoticeRow,
    known: KnownRow | undefined,
    rounds: OpenRounds,
  ): Promise<string> {
    const earlier = known ? null : await this.earlier(tx, dataset, row, rounds);
    if (row.follows !== null && !known && earlier === null) throw new RowRejected([followsUnknown()], true);
    try {
      return await this.record(tx, dataset, row, { known, earlier, rounds });
    } catch (error) {
      throw toRowRejection(error) ?? error;
    }
  }

  private async record(
    tx: Tx,
    dataset: string,
    row: NoticeRow,
    { known, earlier, rounds }: { known: KnownRow | undefined; earlier: EarlierSpot | null; rounds: OpenRounds },
  ): Promise<string> {
    const joined = known?.tender ?? (choosePlacement(row.kind, earlier) === 'same_round' ? earlier?.tender : undefined);
    const before = known ? parseStoredRow(known.raw) : null;
    const found = joined ? (rounds.find(joined) ?? (await openTender(tx, joined))) : null;
    const [open, recording] = found
      ? await this.join(tx, dataset, row, before, found)
      : await this.begin(tx, dataset, row, earlier);
    const tender = open.tender.id;
    const old = before ? open.facts.filter((f) => f.source.reference === row.id) : [];
    const after = await this.recording.recordOpenTender(
      tx,
      open,
      correcting(recording.facts, old, open.facts),
      OPTIONS,
    );
    // A round that the row changed beside its facts is read again, as it is stored.
    rounds.keep(tender, after !== null && (found === null || open === found) ? after : null);
    for (const { lot, supplier, facts } of recording.contractFacts) {
      const contract = await this.contracts.ofLot(tx, tender, lot, supplier);
      if (contract === null) continue;
      const stored = before ? ((await factsOfRoots<ContractFact>(tx.manager, [contract])).get(contract) ?? []) : [];
      const own = stored.filter((f) => f.source.reference === row.id);
      await this.contracts.record(tx, contract, correcting(facts, own, stored), OPTIONS);
    }
    await putNotice(tx, tender, {
      kind: row.kind,
      title: row.title,
      published: recording.source.publishedOn ?? null,
      url: row.url,
      reference: row.id,
      deadline: row.deadline,
      raw: row.raw,
    });
    if (known) rounds.forgetSpots();
    else rounds.noteRow(row, { tender, purchase: open.tender.purchase_id, joins: earlier });
    return tender;
  }

  /** The row opens a round, of a new purchase or of one that is known. */
  private async begin(
    tx: Tx,
    dataset: string,
    row: NoticeRow,
    earlier: EarlierSpot | null,
  ): Promise<[OpenTender, NoticeRecording]> {
    const recording = toRecording(row, toRecordingOptions(dataset));
    const buyer = await this.body(tx, dataset, row.buyer);
    const externalIds = recording.tender.externalIds?.map(({ id }) => ({ system: dataset.replace('import:', ''), id }));
    const given = { ...recording.tender, externalIds, ...(buyer !== null && { buyer }) };
    const options = earlier ? { round: { purchase: earlier.purchase } } : {};
    return [await this.recording.create(tx, given, options), recording];
  }

  /** The row speaks of a round that is known: it completes it, or changes what it said of it before. */
  private async join(
    tx: Tx,
    dataset: string,
    row: NoticeRow,
    before: NoticeRow | null,
    open: OpenTender,
  ): Promise<[OpenTender, NoticeRecording]> {
    if (before) mustBeChangeable(row, before);
    const readRound = (of: NoticeRow, roundLots: readonly RoundLot[]): SaidOfRound => ({
      tender: toRecording(of, toRecordingOptions(dataset, roundLots)).tender,
      lots: placeLots(of, roundLots).flatMap((lot) =>
        lot.no === null ? [] : [toSaidOfLot(of, lot, lot.no, roundLots.length > 1)],
      ),
    });
    const lotsNow = before ? renameLots(open.lots, row, before) : open.lots;
    const { columns, lots } = roundChanges(open, readRound(row, lotsNow), before && readRound(before, open.lots));
    if (open.tender.buyer_id === null && row.buyer !== null) columns.buyer_id = await this.body(tx, dataset, row.buyer);
    return [await this.changes.apply(tx, open, columns, lots), toRecording(row, toRecordingOptions(dataset, lotsNow))];
  }

  private async body(tx: Tx, dataset: string, name: string | null): Promise<string | null> {
    if (name === null) return null;
    const [body] = await resolveNamedParties(tx, dataset, [{ name }], () => '/buyer');
    return body?.id ?? null;
  }

  /** The round a row points at: by `follows`, else the last one of the same buyer's project number. */
  private async earlier(tx: Tx, dataset: string, row: NoticeRow, rounds: OpenRounds): Promise<EarlierSpot | null> {
    if (row.follows !== null)
      return rounds.findSpot(row.follows) ?? findFollowedRound(tx, { dataset, reference: row.follows });
    if (row.projectNo === null || row.buyer === null) return null;
    return findProjectRound(tx, { dataset, no: row.projectNo, buyer: row.buyer });
  }
}

const toSaidOfLot = (row: NoticeRow, lot: PlacedLot, no: number, isOneOfMany: boolean): SaidOfRound['lots'][number] => {
  const { ceiling, budget, pricing } = lot;
  return {
    no,
    name: lotName(lot, no),
    ceiling,
    budget,
    pricing: pricing ?? row.pricing,
    ...(isOneOfMany && toPlannedWords(row, lot)),
  };
};

const toRecordingOptions = (dataset: string, roundLots?: readonly RoundLot[]) => ({
  dataset,
  regionOf: (text: string, on: PartialDate | null) => {
    const region = resolveRegion(text, on);
    return 'code' in region ? region.code : null;
  },
  ...(roundLots && { roundLots }),
});

/** A row that was taken once is taken by the parser again. */
function parseStoredRow(raw: Record<string, unknown>): NoticeRow | null {
  const line = parseNoticeLine(JSON.stringify(raw), 0);
  return line.ok ? line.row : null;
}

/** Data exceptions, constraints and limits of PostgreSQL: the database cannot hold the row. */
const NOT_STORABLE = /^(22|23|54)/;

/** A refusal as the row's fault, so that one row never stops a file; null where the fault is not the row's. */
export function toRowRejection(
  error: unknown,
  pointers: Partial<Record<RowFault, string>> = POINTERS,
): RowRejected | null {
  if (error instanceof Problem && error.status < 500) {
    const found = error.details.facts?.['contradictions'] as { code: RowFault }[] | undefined;
    const code = found?.[0]?.code;
    if (code !== undefined) return new RowRejected([rowFault(pointers[code] ?? '', code)]);
    const whole = { pointer: '', code: error.code, text: error.details.detail ?? PROBLEMS[error.code].title };
    return new RowRejected(error.details.errors ?? [whole]);
  }
  const state = (error as { code?: unknown }).code;
  if (typeof state !== 'string' || state.length !== 5 || !NOT_STORABLE.test(state)) return null;
  const text = { en: 'The database cannot hold this row', zh: '数据库无法保存该行' };
  return new RowRejected([{ pointer: '', code: 'not_storable', text }]);
}

import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { isUUID } from 'class-validator';
import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { ContractsService } from '../../../purchase/contracts/contracts.service.js';
import type { StoredFact } from '../../../purchase/tenders/purchases/purchase-types.js';
import { checkFacts, type UncheckedFact } from '../../../purchase/tenders/recording/fact-check.js';
import { UNSAID_SOURCE } from '../../../purchase/tenders/recording/fact-parts.dto.js';
import type { ContractFactKind, TenderFactKind } from '../../../purchase/tenders/recording/fact-types.js';
import { indexOrigins, isActive } from '../../../purchase/tenders/recording/facts-in-force.rules.js';
import { loadFacts, unknownFacts, type NewFact } from '../../../purchase/tenders/recording/facts-store.js';
import { withParties } from '../../../purchase/tenders/recording/given-parties.js';
import { layRow, replaceFields } from '../../../purchase/tenders/recording/merge.rules.js';
import { RecordingService, SPENDING } from '../../../purchase/tenders/recording/recording.service.js';
import { lockOwnContracts, lockSpendingTenders } from '../../../purchase/contracts/step-locks.js';
import { groupByKeys } from '../../rows/row-groups.rules.js';
import { takeGroups, type BulkFile, type BulkKind, type BulkRequest } from '../bulk-kind.js';
import type { BulkColumn } from '../columns.js';
import type { CellValue } from '../read-cell.js';
import type { ReadRow } from '../row-reader.js';
import { ContractFactRowDto, TenderFactRowDto } from './bulk-fact.dto.js';
import { FACT_COLUMNS } from './fact-columns.js';

type FactRow = TenderFactRowDto | ContractFactRowDto;
type Subject = { type: 'tender' | 'contract'; id: string };

const isOfContract = (row: FactRow): row is ContractFactRowDto => 'contract' in row;
const getSubject = (row: FactRow): Subject =>
  isOfContract(row) ? { type: 'contract', id: row.contract } : { type: 'tender', id: row.tender };
const isSigned = (row: FactRow): boolean => isOfContract(row) && row.kind === 'signed';
const listIds = (rows: readonly FactRow[]): string[] => rows.map((row) => getSubject(row).id);
const toFact = (row: FactRow): UncheckedFact => ({
  ...{ kind: row.kind, data: row.data, source: row.source },
  ...(!isOfContract(row) && { lot: row.lot ?? null }),
});
/** The number of an entry says which fact a row is, among those of its kind and lot. `only`: the lot that need not be named, for there is no other. */
const formatEntry = (
  { kind, lot = null, source }: Pick<UncheckedFact, 'kind' | 'lot' | 'source'>,
  only: number | undefined,
): string => JSON.stringify([kind, lot === only ? null : lot, (source as { reference?: string | null }).reference]);

/** Facts of purchases and contracts; one that is said otherwise than before is corrected with the reason of the file. */
@Injectable()
export class BulkFacts implements BulkKind<FactRow> {
  readonly subject: string = 'tender';
  readonly about: string = 'kind';
  readonly entry = ['tender', 'contract', 'kind', 'lot', 'reference'];
  /** Of a purchase that has one lot it need not be named. */
  readonly unsaid = { column: 'lot', load: loadUnsaidLots };
  readonly columns: readonly BulkColumn[] = FACT_COLUMNS;

  constructor(
    private readonly recording: RecordingService,
    private readonly contracts: ContractsService,
  ) {}

  toBody(request: Record<string, unknown>): FactRow {
    const row = { data: {}, source: {}, ...request };
    return request['contract'] === undefined
      ? plainToInstance(TenderFactRowDto, row)
      : plainToInstance(ContractFactRowDto, row);
  }

  async lock(tx: BatchTx, requests: readonly BulkRequest<FactRow>[]): Promise<void> {
    const rows = requests.map(({ body }) => body);
    const ofTenders = rows.filter((row) => !isOfContract(row));
    const [spending, signed] = [ofTenders.filter(({ kind }) => SPENDING.has(kind)), rows.filter(isSigned)];
    await lockSpendingTenders(tx, listIds(ofTenders), { tenders: listIds(spending), contracts: listIds(signed) });
    await lockOwnContracts(tx, listIds(rows.filter(isOfContract)));
  }

  /** Facts of one purchase or contract that stand behind each other are recorded together. */
  async take(tx: BatchTx, requests: readonly BulkRequest<FactRow>[], file: BulkFile): Promise<boolean[]> {
    const onlyLots = await loadOnlyLots(
      tx,
      requests.map(({ body }) => getSubject(body)),
    );
    const parts: { subject: Subject; facts: UncheckedFact[]; only: number | undefined; from: number }[] = [];
    for (let i = 0; i < requests.length;) {
      const subject = getSubject((requests[i] as BulkRequest<FactRow>).body);
      const from = i;
      const only = onlyLots.get(subject.id.toLowerCase());
      const entries = new Set<string>();
      const facts: UncheckedFact[] = [];
      for (; i < requests.length; i++) {
        const { body } = requests[i] as BulkRequest<FactRow>;
        const fact = toFact(body);
        const { type, id } = getSubject(body);
        if (type !== subject.type || id !== subject.id || entries.has(formatEntry(fact, only))) break;
        entries.add(formatEntry(fact, only));
        facts.push(fact);
      }
      parts.push({ subject, facts, only, from });
    }
    const tenders = await loadTenders(
      tx,
      parts.map(({ subject }) => subject),
    );
    const changed = requests.map(() => false);
    await takeGroups(tx, groupByKeys(parts, tenders), async ({ subject, facts, only, from }) => {
      for (const [i, isChanged] of (await this.record(tx, subject, { facts, only }, file)).entries())
        changed[from + i] = isChanged;
    });
    return changed;
  }

  private async record(
    tx: BatchTx,
    { type, id }: Subject,
    { facts, only }: { facts: readonly UncheckedFact[]; only: number | undefined },
    { reason }: BulkFile,
  ): Promise<boolean[]> {
    if (type === 'contract' && !tx.principal.permissions.has('contract.record')) throw new Problem('not_permitted');
    const service = type === 'tender' ? this.recording : this.contracts;
    // Before anything is read of it: what is not there and what is hidden are refused alike, whatever else the row says.
    await service.record(tx, id, []);
    const stored: readonly StoredFact<string>[] = (await loadFacts(tx, [id])).get(id) ?? [];
    const entries = indexEntries(stored, only);
    const again = facts.flatMap((fact) => {
      const entry = entries.get(formatEntry(fact, only));
      return entry === undefined ? [] : [{ fact, entry, said: completeFact(fact, entry) }];
    });
    const checked = checkFacts<TenderFactKind | ContractFactKind>(
      type,
      again.map(({ said }) => said),
    );
    const resolved = again.length === 0 ? [] : await withParties(tx, 'live', checked);
    const corrections = again.flatMap(({ fact, entry, said }, at) =>
      isOther(entry, resolved[at] as NewFact)
        ? [{ fact, given: { ...said, replaces: entry.standing.id, reason } }]
        : [],
    );
    const corrected = new Map(corrections.map(({ fact, given }) => [fact, given]));
    const known = new Set(again.map(({ fact }) => fact));
    const isChanged = (fact: UncheckedFact): boolean => corrected.has(fact) || !known.has(fact);
    const changed = facts.filter(isChanged);
    if (changed.length > 0)
      await service.record(
        tx,
        id,
        changed.map(
          (fact) => corrected.get(fact) ?? { ...fact, source: replaceFields<object>(UNSAID_SOURCE, fact.source) },
        ),
      );
    return facts.map(isChanged);
  }
}

/** What is known of an entry: the fact that was read under its number, and the one in force that stands in its place by now. */
interface KnownEntry {
  own: StoredFact<string>;
  standing: StoredFact<string>;
}

/** Entries by their number; where several facts bear one, the last in force is meant, else the last. */
function indexEntries(stored: readonly StoredFact<string>[], only: number | undefined): Map<string, KnownEntry> {
  const originOf = indexOrigins(stored);
  const standing = new Map(stored.filter(isActive).map((fact) => [originOf(fact.id), fact]));
  return new Map(
    [...stored]
      .sort((a, b) => Number(isActive(a)) - Number(isActive(b)))
      .map((own) => [formatEntry(own, only), { own, standing: standing.get(originOf(own.id)) ?? own }]),
  );
}

/** A row lies over what is known, where that stands: an empty cell takes nothing away. Why a bid was rejected goes with its rejection. */
function completeFact(fact: UncheckedFact, { own, standing }: KnownEntry): UncheckedFact {
  const data = layRow<Record<string, unknown>>(standing.data, fact.data);
  if (data['status'] !== standing.data['status'] && !('rejectedFor' in fact.data)) delete data['rejectedFor'];
  const place = 'lot' in fact ? { lot: standing.lot } : {};
  return { ...fact, ...place, data, source: replaceFields<object>(own.source, fact.source) };
}

/** Whether a row says otherwise than what stands. Where another source corrected it, what was corrected counts, not by which. */
const isOther = ({ own, standing }: KnownEntry, said: NewFact): boolean =>
  unknownFacts([own === standing ? said : { ...said, source: standing.source }], [standing]).length > 0;

/** The lots that rows mean which name none. */
async function loadUnsaidLots(tx: BatchTx, rows: readonly ReadRow[]): Promise<Map<ReadRow, CellValue>> {
  const findTender = (row: ReadRow) => row.said.find(({ column }) => column.key === 'tender')?.value;
  const named = rows.flatMap((row) => {
    const id = findTender(row);
    return typeof id === 'string' && isUUID(id) ? [{ row, id }] : [];
  });
  const lots = await loadOnlyLots(
    tx,
    named.map(({ id }) => ({ type: 'tender', id })),
  );
  return new Map(named.flatMap(({ row, id }) => (lots.has(id) ? [[row, lots.get(id) as CellValue] as const] : [])));
}

/** Of each its tender: what is recorded of a contract follows from its tender's facts too. What is not there stands for itself. */
async function loadTenders(tx: BatchTx, subjects: readonly Subject[]): Promise<string[][]> {
  const contracts = subjects.filter(({ type }) => type === 'contract').map(({ id }) => id.toLowerCase());
  const rows = await tx.query<{ id: string; tender: string }>(
    `SELECT id, tender_id AS tender FROM contract WHERE id = ANY ($1::uuid[])`,
    [contracts],
  );
  const tenders = new Map(rows.map(({ id, tender }) => [id, tender]));
  return subjects.map(({ id }) => [tenders.get(id.toLowerCase()) ?? id.toLowerCase()]);
}

/** The only lot of purchases that have one, by the purchase. */
async function loadOnlyLots(tx: BatchTx, subjects: readonly Subject[]): Promise<Map<string, number>> {
  const tenders = new Set(subjects.flatMap(({ type, id }) => (type === 'tender' ? [id.toLowerCase()] : [])));
  if (tenders.size === 0) return new Map();
  const rows = await tx.query<{ tender: string; no: number }>(
    `SELECT tender_id AS tender, min(no) AS no FROM lot WHERE tender_id = ANY ($1::uuid[]) GROUP BY tender_id HAVING count(*) = 1`,
    [[...tenders]],
  );
  return new Map(rows.map(({ tender, no }) => [tender, no]));
}

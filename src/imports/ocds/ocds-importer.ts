import { Injectable } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import { resolveParties } from '../../people/organisations/parties.js';
import { ContractsService } from '../../purchase/contracts/contracts.service.js';
import { factsOfRoots } from '../../purchase/tenders/recording/facts-store.js';
import { NO_OWN_WORDS } from '../../purchase/tenders/conducted/terms/lot-terms.rules.js';
import { addLots } from '../../purchase/tenders/new-tender.js';
import { putNotice } from '../../purchase/tenders/notices/notice-projection.js';
import { openTender, type OpenTender } from '../../purchase/tenders/open-tender.js';
import type { ContractFact } from '../../purchase/tenders/purchases/purchase-types.js';
import { RecordingService } from '../../purchase/tenders/recording/recording.service.js';
import { TenderChangesService } from '../../purchase/tenders/tender-changes.service.js';
import { CANNOT_CHANGE } from '../notices/changes/changed-row.rules.js';
import { toRowRejection } from '../notices/notice-importer.js';
import type { JsonObject } from '../notices/notice-row-reader.js';
import { roundChanges, type SaidOfRound } from '../notices/changes/round-changes.rules.js';
import { RowRejected } from '../notices/row-rejection.js';
import { assignToContracts, correctFacts, dropEndInTime, isOfProcess } from './corrected-facts.rules.js';
import { compileReleases, type GatheredReleases } from './gathered-releases.rules.js';
import { ImportLosses, type ImportLoss } from './import-losses.rules.js';
import { mapRelease } from './mapping/mapped-release.rules.js';
import type { MappedContract, MappedPurchase } from './mapping/mapped-types.js';

/** A process as it is stored. */
export interface KnownProcess {
  tender: string;
  releases: JsonObject[];
  lots: string[] | null;
}

const OPTIONS = { lenient: true, ownNotice: true };

/** Records processes of OCDS by the same use cases as a person's recording. */
@Injectable()
export class OcdsImporter {
  constructor(
    private readonly recording: RecordingService,
    private readonly changes: TenderChangesService,
    private readonly contracts: ContractsService,
  ) {}

  /** Which of these processes are stored already. */
  async findKnownOcids(tx: Tx, dataset: string, ocids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ ocid: string }>(
      `SELECT ocid FROM ocds_process WHERE dataset = $1 AND ocid = ANY ($2::text[])`,
      [dataset, ocids],
    );
    return new Set(rows.map(({ ocid }) => ocid));
  }

  /** What is stored of a process. One alone: its releases may be as much as may be held of a process. */
  async loadKnownProcess(tx: Tx, dataset: string, ocid: string): Promise<KnownProcess | undefined> {
    const [known] = await tx.query<KnownProcess>(
      `SELECT tender_id AS tender, releases, lot_ids AS lots FROM ocds_process WHERE dataset = $1 AND ocid = $2`,
      [dataset, ocid],
    );
    return known;
  }

  /**
   * Whole or not at all: the caller's savepoint goes back where it throws. Answers the tender, and what of the releases has no
   * place.
   */
  async take(
    tx: Tx,
    dataset: string,
    ocid: string,
    releases: GatheredReleases,
    known: KnownProcess | undefined,
  ): Promise<{ tender: string; losses: ImportLoss[] }> {
    const before = known && mapRelease(compileReleases(known.releases), dataset, known.lots ?? []);
    const purchase = mapRelease(compileReleases(releases), dataset, before?.lotIds);
    if (purchase.errors.length > 0) throw new RowRejected(purchase.errors, true);
    try {
      const open = before
        ? await this.join(tx, dataset, known.tender, purchase, before)
        : await this.recording.create(tx, { ...purchase.tender, ...(await toBuyer(tx, dataset, purchase)) });
      const losses = await this.record(tx, open, ocid, purchase);
      await tx.query(
        `INSERT INTO ocds_process (dataset, ocid, tender_id, releases, lot_ids) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (dataset, ocid) DO UPDATE SET releases = EXCLUDED.releases, lot_ids = EXCLUDED.lot_ids`,
        [dataset, ocid, open.tender.id, JSON.stringify(releases), purchase.lotIds],
      );
      return { tender: open.tender.id, losses };
    } catch (error) {
      throw placeFaults(toRowRejection(error, POINTERS), purchase) ?? error;
    }
  }

  private async record(tx: Tx, open: OpenTender, ocid: string, purchase: MappedPurchase): Promise<ImportLoss[]> {
    const tender = open.tender.id;
    const losses = new ImportLosses(purchase.losses);
    const old = open.facts.filter((fact) => isOfProcess(fact, ocid));
    const facts = correctFacts(
      purchase.facts.map(({ fact }) => fact),
      old,
      open.facts,
    );
    await this.recording.recordOpenTender(tx, open, facts, OPTIONS);
    const isContracted = [...purchase.facts.map(({ fact }) => fact), ...old].some(({ kind }) => kind === 'contract');
    if (isContracted) await this.recordContracts(tx, tender, ocid, purchase.contracts, losses);
    for (const { part, ...document } of purchase.documents)
      await putNotice(tx, tender, { ...document, reference: `${ocid}#${part}` });
    return losses.list();
  }

  /** What the release tells of contracts now, as corrections of what it told before: of those too of which it is silent now. */
  private async recordContracts(
    tx: Tx,
    tender: string,
    ocid: string,
    contracts: readonly MappedContract[],
    losses: ImportLosses,
  ): Promise<void> {
    const recorded = await this.contracts.loadContractsWithReferences(tx, tender);
    const told = assignToContracts(recorded, contracts, ocid, losses);
    const stored = await factsOfRoots<ContractFact>(
      tx.manager,
      recorded.map(({ id }) => id),
    );
    for (const { id } of recorded) {
      const all = stored.get(id) ?? [];
      const own = all.filter((fact) => isOfProcess(fact, ocid));
      const facts = correctFacts(dropEndInTime(told.get(id) ?? [], own), own, all);
      if (facts.length > 0) await this.contracts.record(tx, id, facts, OPTIONS);
    }
  }

  /** A process that is known: what it says now completes the round, or changes what it had said itself. */
  private async join(
    tx: Tx,
    dataset: string,
    tender: string,
    now: MappedPurchase,
    before: MappedPurchase,
  ): Promise<OpenTender> {
    const stored = await openTender(tx, tender);
    const unsaid = listUnsaidLots(stored, now, before);
    const open = { ...stored, lots: [...stored.lots, ...(await addLots(tx, tender, unsaid))] };
    if (open.tender.buyer_id !== null && !isSameBuyer(now, before))
      throw new RowRejected([{ pointer: '/buyer', code: 'cannot_change', text: CANNOT_CHANGE }]);
    const { columns, lots } = roundChanges(open, toSaidOfRound(now), toSaidOfRound(before));
    if (open.tender.buyer_id === null) Object.assign(columns, toBuyerColumn(await toBuyer(tx, dataset, now)));
    // A lot of which nothing is said but that it is there follows the facts of the whole too.
    const silent = open.lots.slice(stored.lots.length).filter(({ no }) => !lots.some((lot) => lot.no === no));
    return this.changes.apply(tx, open, columns, [...lots, ...silent]);
  }
}

/** Lots that a process lists only now, having told before of its results, say: behind the one that it was until then. */
function listUnsaidLots({ lots }: OpenTender, now: MappedPurchase, before: MappedPurchase) {
  const said = now.tender.lots ?? [];
  const last = said.at(-1)?.no ?? 0;
  if (said.length === lots.length && last === said.length) return [];
  if (before.lotIds.length > 0 || said.length < lots.length)
    throw new RowRejected([{ pointer: '/tender/lots', code: 'cannot_change', text: CANNOT_CHANGE }]);
  return said.slice(lots.length).map(({ no }) => ({ no, ...NO_OWN_WORDS }));
}

const isSameBuyer = ({ buyer: a }: MappedPurchase, { buyer: b }: MappedPurchase): boolean =>
  (a?.creditCode !== undefined && a.creditCode === b?.creditCode) || a?.name === b?.name;

const toBuyerColumn = ({ buyer }: { buyer?: string }): { buyer_id?: string } =>
  buyer === undefined ? {} : { buyer_id: buyer };

async function toBuyer(tx: Tx, dataset: string, { buyer }: MappedPurchase): Promise<{ buyer?: string }> {
  if (buyer === null) return {};
  const [body] = await resolveParties(tx, dataset, [buyer], () => '/buyer');
  return body ? { buyer: body } : {};
}

/** Several lots have their own windows; of a single lot the tender's is its own. */
function toSaidOfRound({ tender }: MappedPurchase): SaidOfRound {
  const lots = tender.lots ?? [];
  return {
    tender,
    lots: lots.map(({ no, name, ceiling, budget, pricing, window }) => ({
      no,
      name: name ?? null,
      ceiling: ceiling ?? null,
      budget: budget ?? null,
      pricing: pricing ?? null,
      ...(window && { window }),
    })),
  };
}

/** Where a fault of the whole lies in the release. */
const POINTERS = { deadline_before_notice: '/tender/tenderPeriod/endDate' };
const COLUMNS: Readonly<Record<string, string>> = { '/window/end': '/tender/contractPeriod/endDate' };
const FACT = /^\/facts\/(\d+)(?:\/data)?(.*)$/;

/** Faults of facts, at the parts of the release that they were read from. */
function placeFaults(rejection: RowRejected | null, { facts }: MappedPurchase): RowRejected | null {
  if (rejection === null) return null;
  const errors = rejection.errors.map((error): FieldError => {
    const [, no] = FACT.exec(error.pointer) ?? [];
    const pointer = no === undefined ? (COLUMNS[error.pointer] ?? error.pointer) : (facts[Number(no)]?.pointer ?? '');
    return { ...error, pointer };
  });
  return new RowRejected(errors, rejection.clean);
}

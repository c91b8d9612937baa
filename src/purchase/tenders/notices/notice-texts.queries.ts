import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { getCodeLabel } from '../../../law/code-lists/code-lists.js';
import { factsOfRoots } from '../recording/facts-store.js';
import { inForce, isCancelledAward, isPublished, indexOrigins } from '../recording/facts-in-force.rules.js';
import type { TenderFactData } from '../recording/fact-types.js';
import { deriveContracts } from '../purchases/purchase.rules.js';
import type { ContractFact, TenderFact } from '../purchases/purchase-types.js';
import type { TenderDetailDto } from '../reads/tender-view.dto.js';
import { TendersQueries } from '../reads/tenders.queries.js';
import { ContractedTerms } from '../conducted/terms/contracted-terms.js';
import type { Corrected } from '../corrections/correction-text.rules.js';
import { listDocumentChanges } from '../corrections/document-changes.rules.js';
import { noticeText, TEXT_KINDS } from './notice-text.rules.js';
import type { NoticeBody, NoticeSource, SaidOf } from './notice-source.js';
import { loadConfirmedTalks, loadPublishedPanels } from './notice-parts.js';
import type { NoticeTextDto } from './notices-here.dto.js';
import { withOwnTerms } from '../conducted/terms/lot-documents.rules.js';
import type { TenderDocument } from '../conducted/terms/document-types.js';

type Stored = TenderFact | ContractFact;
const TENDERED: readonly (string | null)[] = ['OPEN_TENDER', 'INVITED_TENDER'];

/** The notices of a purchase as they are pasted into the official site. */
@Injectable()
export class NoticeTextsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly tenders: TendersQueries,
    private readonly contracted: ContractedTerms,
  ) {}

  async text(scope: Scope, id: string, name: string, revision?: number): Promise<string> {
    return (await this.one(scope, id, name, revision)).text;
  }

  /**
   * Written from what was published; `revision`: which correction, else the newest.
   * @throws Problem `not_found` where nothing of the kind was
   */
  async one(scope: Scope, id: string, name: string, revision?: number): Promise<NoticeTextDto> {
    const kind = TEXT_KINDS.find((each) => each === name);
    if (kind === undefined) throw new Problem('not_found');
    const source = await this.loadNoticeSource(scope, id, revision);
    const isNone = revision !== undefined && (kind !== 'correction' || source.corrected === null);
    const written = isNone ? null : noticeText(kind, source);
    if (written === null) throw new Problem('not_found');
    return { kind, ...written };
  }

  private async loadNoticeSource(scope: Scope, id: string, revision?: number): Promise<NoticeSource> {
    const tender = await this.tenders.one(scope, id, 'zh');
    const roots = [id, ...tender.contracts.map((contract) => contract.id)];
    const stored = await factsOfRoots<Stored>(this.transactions.reader, roots);
    const lotOf = new Map<string, number | null>(tender.contracts.map((contract) => [contract.id, contract.lot]));
    const supplierOf = mapSuppliers(tender);
    const facts = [...stored].flatMap(([root, all]) =>
      inForce(all)
        .filter((fact) => isPublished(fact) && !isCancelledAward(fact))
        .map((fact) => ({ ...fact, lot: fact.lot ?? lotOf.get(root) ?? null, supplier: supplierOf.get(root) })),
    );
    const { here, buyer } = tender;
    const agent = here?.agent ?? null;
    const jointBuyers = (here?.terms?.jointBuyers ?? []).filter((body) => body !== buyer?.id);
    const bodies = await this.loadBodies([
      ...[buyer?.id, agent, ...jointBuyers].flatMap((body) => body ?? []),
      ...[...stored.values()].flat().flatMap(({ data }) => readSupplier(data)?.organisation ?? []),
    ]);
    const selectKind = <D>(told: Stored['kind']): SaidOf<D>[] =>
      facts
        .filter((fact) => fact.kind === told)
        .map((fact) => ({ lot: fact.lot, data: withNames(fact.data, bodies) as D, supplier: fact.supplier }));
    const contracted = await this.contracted.loadContractedTerms(this.transactions.reader, id);
    return {
      title: tender.title,
      projectNo: tender.projectNo,
      buyer: bodies.get(buyer?.id ?? '') ?? null,
      jointBuyers: jointBuyers.flatMap((body) => bodies.get(body) ?? []),
      agent: bodies.get(agent ?? '') ?? null,
      method: tender.method === null ? null : getCodeLabel('methods', tender.method).zh,
      tendered: TENDERED.includes(tender.method),
      here: tender.conducted === 'here',
      region: tender.regionText,
      budget: tender.budget,
      window: tender.window,
      lots: tender.lots,
      terms: here?.terms ?? null,
      plan: here?.plan ?? null,
      intention: selectKind<TenderFactData['intention']>('intention').at(-1) ?? null,
      notice: selectKind<TenderFactData['notice']>('notice').at(-1) ?? null,
      // The first correction makes the second revision.
      corrections: selectKind<TenderFactData['correction']>('correction').slice(0, revision && revision - 1),
      corrected: await this.loadCorrectedDocument(id, revision ?? here?.revision ?? 0),
      awards: selectKind('award'),
      panels: await loadPublishedPanels(this.transactions.reader, id),
      failures: listFailures(facts, tender),
      talked: await loadConfirmedTalks(this.transactions.reader, id),
      contracts: listPublishedContracts(stored.get(id) ?? [], tender).map(({ lot, data, origin }) => ({
        lot,
        data: withNames(data, bodies),
        service: contracted.get(origin),
      })),
      acceptances: selectKind('acceptance'),
      addresses: new Map([...bodies].flatMap(([body, { address }]) => (address === null ? [] : [[body, address]]))),
    };
  }

  /** A revision of issued documents, which everybody may read, and the one before. */
  private async loadCorrectedDocument(tender: string, revision: number): Promise<Corrected | null> {
    const [last, before] = await this.transactions.reader.query<{ document: TenderDocument; reason: string | null }[]>(
      `SELECT document, reason FROM tender_revision WHERE tender_id = $1 AND revision IN ($2, $2 - 1) ORDER BY revision DESC`,
      [tender, revision],
    );
    if (last === undefined || before === undefined) return null;
    const documents = { before: before.document, after: last.document };
    const changes = listDocumentChanges(withOwnTerms(documents.before), withOwnTerms(documents.after));
    return { reason: last.reason, ...documents, changes };
  }

  private async loadBodies(ids: readonly string[]): Promise<Map<string, NoticeBody>> {
    const rows = await this.transactions.reader.query<(NoticeBody & { id: string })[]>(
      `SELECT id, name, address, contact_name AS "contactName", contact_phone AS "contactPhone"
       FROM organisation WHERE id = ANY ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map(({ id, ...body }) => [id, body]));
  }
}

/** The suppliers of contracts by their ids, as their awards name them. */
function mapSuppliers({ contracts, lots }: TenderDetailDto): Map<string, string> {
  const awards = lots.flatMap((lot) => lot.awards);
  return new Map(
    contracts.flatMap(({ id, award }) => {
      const supplier = awards.find((each) => each.id === award)?.supplier;
      return supplier ? [[id, supplier.id] as const] : [];
    }),
  );
}

/** The last word on each lot that is over; a failure that was annulled is none. */
function listFailures(
  facts: readonly (Pick<Stored, 'kind' | 'data'> & { lot: number | null })[],
  { conducted, lots }: Pick<TenderDetailDto, 'conducted' | 'lots'>,
): NoticeSource['failures'] {
  const over = lots.flatMap(({ no, state }) => (state === 'failed' || state === 'cancelled' ? [no] : []));
  const last = new Map<number | null, NoticeSource['failures'][number]>();
  for (const { kind, lot, data } of facts)
    if (kind === 'failure' || kind === 'cancellation')
      if (conducted !== 'here' || lot === null || over.includes(lot))
        last.set(lot, { lot, data: data as TenderFactData['failure'], cancelled: kind === 'cancellation' });
  return [...last.values()].toSorted((a, b) => (a.lot ?? 0) - (b.lot ?? 0));
}

const readSupplier = (data: object) => (data as { supplier?: { organisation?: string; name?: string } }).supplier;

/** A party as its own record names it, where the fact names only the record. */
function withNames(data: object, bodies: ReadonlyMap<string, NoticeBody>): object {
  const supplier = readSupplier(data);
  if (supplier === undefined) return data;
  const name = supplier.name ?? bodies.get(supplier.organisation ?? '')?.name;
  return { ...data, supplier: { ...supplier, ...(name !== undefined && { name }) } };
}

/** What was published of each contract: of one whose award was made elsewhere several facts may tell a part of it. */
function listPublishedContracts(
  facts: readonly Stored[],
  { conducted, lots }: Pick<TenderDetailDto, 'conducted' | 'lots'>,
): (SaidOf<TenderFactData['contract']> & { origin: string })[] {
  const told = facts.filter((fact): fact is TenderFact => fact.kind === 'contract');
  const originOf = indexOrigins(told);
  if (conducted === 'here')
    return inForce(told)
      .filter(isPublished)
      .flatMap((fact) => (fact.kind === 'contract' ? [{ ...fact, origin: originOf(fact.id) }] : []));
  return deriveContracts(told, lots).flatMap(({ lot, published, origin }) =>
    published === null ? [] : [{ lot, data: published, origin }],
  );
}

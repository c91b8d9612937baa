import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../platform/access/principal.js';
import type { Scope } from '../../../platform/access/scope.js';
import { todayInShanghai } from '../../../platform/clock/moment.js';
import { Transactions, type Tx } from '../../../platform/database/transactions.js';
import { Problem } from '../../../platform/errors/problem.js';
import { labelOf } from '../../rules/code-lists.js';
import { mustHoldFor } from '../acting-for.js';
import { factsOfRoots, storeFacts, type NewFact } from '../facts.store.js';
import { inForce, isPublished } from '../facts-in-force.rules.js';
import type { TenderFactData } from '../facts.types.js';
import { projectNotices } from '../notice.projection.js';
import { changeOf } from '../open-tender.js';
import { contractsOf as purchasedContracts } from '../purchase.rules.js';
import type { ContractFact, TenderFact } from '../purchase.types.js';
import type { TenderDetailDto } from '../tender-view.dto.js';
import { TendersQueries } from '../tenders.queries.js';
import { lockConducted } from './conducted-tender.js';
import { noticeText, TEXT_KINDS, type NoticeSource, type SaidOf, type TextKind } from './notice-text.rules.js';
import { NoticeSteps } from './notice.steps.js';
import type { NoticeAddressDto } from './notices-here.dto.js';
import { officially, publishedHereAfter } from './official-day.rules.js';

type Stored = TenderFact | ContractFact;
/** Which facts a notice of the kind tells. */
const FACT_OF = {
  intent: 'intention',
  tender: 'notice',
  correction: 'correction',
  result: 'award',
  contract: 'contract',
  acceptance: 'acceptance',
} as const satisfies Record<TextKind, Stored['kind']>;

/** Notices of a purchase conducted here: their text for the official site, and where they then stand there. */
@Injectable()
export class NoticesHereService {
  constructor(
    private readonly transactions: Transactions,
    private readonly tenders: TendersQueries,
    private readonly steps: NoticeSteps,
  ) {}

  /** Written from what was published. @throws Problem `not_found` where nothing of the kind was */
  async text(scope: Scope, id: string, name: string): Promise<string> {
    const kind = TEXT_KINDS.find((each) => each === name);
    if (kind === undefined) throw new Problem('not_found');
    const tender = await this.tenders.one(scope, id, 'zh');
    const { reader } = this.transactions;
    const roots = [id, ...tender.contracts.map((contract) => contract.id)];
    const stored = await factsOfRoots<Stored>(reader, roots);
    const lotOf = new Map<string, number | null>(tender.contracts.map((contract) => [contract.id, contract.lot]));
    const facts = [...stored].flatMap(([root, all]) =>
      inForce(all)
        .filter(isPublished)
        .map((fact) => ({ ...fact, lot: fact.lot ?? lotOf.get(root) ?? null })),
    );
    const names = await this.namesIn([...stored.values()].flat());
    const of = <D>(told: Stored['kind']): SaidOf<D>[] =>
      facts
        .filter((fact) => fact.kind === told)
        .map((fact) => ({ lot: fact.lot, data: withNames(fact.data, names) as D }));
    const last = tender.here?.revisions.at(-1) ?? null;
    const source: NoticeSource = {
      title: tender.title,
      projectNo: tender.projectNo,
      buyer: tender.buyer?.name ?? null,
      agent: await this.nameOf(tender.here?.agent ?? null),
      method: tender.method === null ? null : labelOf('methods', tender.method).zh,
      region: tender.regionText,
      budget: tender.budget,
      window: tender.window,
      lots: tender.lots,
      terms: tender.here?.terms ?? null,
      intention: of<NonNullable<NoticeSource['intention']>['data']>('intention').at(-1) ?? null,
      notice: of<NonNullable<NoticeSource['notice']>['data']>('notice').at(-1) ?? null,
      corrections: of('correction'),
      corrected: last,
      awards: of('award'),
      panels: await this.panelsOf(id),
      contracts: contractsIn(stored.get(id) ?? [], tender).map(({ lot, data }) => ({
        lot,
        data: withNames(data, names) as TenderFactData['contract'],
      })),
      acceptances: of('acceptance'),
    };
    const text = noticeText(kind, source);
    if (text === null) throw new Problem('not_found');
    return text;
  }

  /** The official site's address and day take the place of what was said here; its periods count from that day. */
  record(principal: Principal, id: string, dto: NoticeAddressDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockConducted(tx, id, undefined);
      await mustHoldFor(tx, 'tender.draft', tender);
      if (dto.publishedOn > todayInShanghai(await tx.now()))
        throw new Problem('dated_in_future', {
          errors: [
            {
              pointer: '/publishedOn',
              code: 'dated_in_future',
              text: { en: 'This day has not come yet', zh: '该日期尚未到来' },
            },
          ],
        });
      const subjects = dto.kind === 'acceptance' ? await contractsOf(tx, id) : [{ type: 'tender' as const, id }];
      const stored = await factsOfRoots<Stored>(
        tx.manager,
        subjects.map((subject) => subject.id),
      );
      const { url, publishedOn, reference = null } = dto;
      const source = { kind: 'notice' as const, url, publishedOn, reference };
      const moved: NewFact[] = [];
      for (const subject of subjects) {
        const existing = stored.get(subject.id) ?? [];
        const facts = officially(existing, FACT_OF[dto.kind], source);
        mustFollowPublication(publishedHereAfter(existing, facts, publishedOn));
        const all = (await storeFacts(tx, subject, facts, existing)) as Stored[];
        if (facts.length > 0) await projectNotices(tx, id, subject.type === 'contract' ? subject.id : null, all);
        moved.push(...facts);
      }
      if (moved.length === 0) throw nothingPublished();
      await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
      await tx.record({
        ...changeOf(tender),
        action: 'notice_recorded',
        data: { kind: dto.kind, url, publishedOn, facts: moved.flatMap((fact) => fact.replaces ?? []) },
        public: tender.published,
      });
      const lots = moved.map(({ lot }) => lot);
      await this.steps.recorded(tx, { tender, kind: dto.kind, lots, url, publishedOn });
    });
  }

  /** Names of those who reviewed, of lots whose result is published; until then nobody learns them. */
  private panelsOf(tender: string): Promise<NoticeSource['panels']> {
    return this.transactions.reader.query<{ lot: number; names: string[] }[]>(
      `SELECT l.no AS lot, ARRAY(SELECT m ->> 'name' FROM jsonb_array_elements(v.report -> 'panel' -> 'members') m) AS names
       FROM lot l JOIN review v ON v.lot_id = l.id AND v.state = 'reported'
       WHERE l.tender_id = $1 AND l.state IN ('result_published', 'contracted') ORDER BY l.no`,
      [tender],
    );
  }

  private async namesIn(facts: readonly { data: object }[]): Promise<Map<string, string>> {
    const ids = facts.flatMap(
      ({ data }) => (data as { supplier?: { organisation?: string } }).supplier?.organisation ?? [],
    );
    const rows = await this.transactions.reader.query<{ id: string; name: string }[]>(
      `SELECT id, name FROM organisation WHERE id = ANY ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  private async nameOf(organisation: string | null): Promise<string | null> {
    if (organisation === null) return null;
    const [row] = await this.transactions.reader.query<{ name: string }[]>(
      `SELECT name FROM organisation WHERE id = $1`,
      [organisation],
    );
    return row?.name ?? null;
  }
}

/** A party as its own record names it, where the fact names only the record. */
function withNames(data: object, names: ReadonlyMap<string, string>): object {
  const { supplier } = data as { supplier?: { organisation?: string; name?: string } };
  if (supplier === undefined) return data;
  const name = supplier.name ?? names.get(supplier.organisation ?? '');
  return { ...data, supplier: { ...supplier, ...(name !== undefined && { name }) } };
}

/** Nothing stood on the official site before it was published here: no earlier day makes its periods longer. */
function mustFollowPublication(first: string | null): void {
  if (first === null) return;
  const text = { en: `Published on ${first}`, zh: `本系统于 ${first} 发布` };
  throw new Problem('notice_backdated', { errors: [{ pointer: '/publishedOn', code: 'notice_backdated', text }] });
}

/** What was published of each contract: of one that goes on elsewhere several facts may tell a part of it. */
function contractsIn(
  facts: readonly Stored[],
  { conducted, lots }: Pick<TenderDetailDto, 'conducted' | 'lots'>,
): SaidOf<TenderFactData['contract']>[] {
  const told = facts.filter((fact): fact is TenderFact => fact.kind === 'contract');
  const numbers = lots.map(({ no }) => no);
  if (conducted === 'here')
    return inForce(told)
      .filter(isPublished)
      .flatMap((fact) => (fact.kind === 'contract' ? [fact] : []));
  return purchasedContracts(told, numbers).filter(({ published }) => published);
}

const contractsOf = async (tx: Tx, tender: string) =>
  (
    await tx.query<{ id: string }>(
      `SELECT id FROM contract WHERE tender_id = $1 AND state NOT IN ('draft', 'void') ORDER BY id FOR NO KEY UPDATE`,
      [tender],
    )
  ).map(({ id }) => ({ type: 'contract' as const, id }));

const nothingPublished = (): Problem =>
  new Problem('not_found', {
    errors: [
      {
        pointer: '/kind',
        code: 'not_found',
        text: { en: 'No such notice waits for its address', zh: '没有待登记地址的此类公告' },
      },
    ],
  });

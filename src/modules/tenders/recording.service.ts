import { Injectable } from '@nestjs/common';
import type { Principal } from '../../platform/access/principal.js';
import { scopeOf, type Scope } from '../../platform/access/scope.js';
import { addExternalIds, type ExternalId } from '../../platform/database/external-ids.js';
import { lockRoot } from '../../platform/database/roots.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { parseYuan } from '../../platform/money/money.js';
import { resolveParties } from '../organisations/parties.js';
import { mustNotContradict } from './contradiction.js';
import { conflictsOf } from './conflicts.rules.js';
import { factsOfRoots, mustReplace, storeFacts, unknownFacts, type NewFact } from './facts.store.js';
import type { FactSource, NewRecordedTender, Party } from './facts.types.js';
import { checkFacts, mustEndAfterStart, type UncheckedFact } from './given-fact.check.js';
import {
  baseOf,
  projectNotices,
  projectTender,
  type LockedTender,
  type LotRow,
  type NoticeText,
} from './projection.js';
import type { TenderFact } from './purchase.types.js';
import { RecordingSteps } from './recording.steps.js';
import { keptPurchase, TENDER_PARTIES, visiblePurchase } from './tender.visibility.js';

export interface RecordOptions {
  /** A published file is stored as it is: disagreements become conflicts. A person is told of them and corrects. */
  lenient?: boolean;
  text?: NoticeText;
  /** Ids for contracts that these facts make, by number of the lot: for data whose ids are fixed. */
  contractIds?: Readonly<Record<number, string>>;
}
/** A new round of a purchase that is known, or an id that is fixed. */
export interface CreateOptions {
  round?: { purchase: string; no: number };
  id?: string;
}
/** Fields of data that name a body. */
const PARTY_FIELDS = ['bidder', 'supplier', 'evaluator'] as const;

/** Recording what was conducted elsewhere: by a person, by a file, by the demonstration. One code path. */
@Injectable()
export class RecordingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: RecordingSteps,
  ) {}

  /** A new tender of a body of the caller. Answers its id. */
  createTender(principal: Principal, given: NewRecordedTender): Promise<string> {
    return this.transactions.run(principal, (tx) => this.create(tx, given));
  }

  recordFacts(principal: Principal, id: string, facts: readonly UncheckedFact[], version?: number): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      await this.record(tx, id, facts, {}, version);
    });
  }

  /** Part of a larger unit of work (import, demonstration). */
  async create(tx: Tx, given: NewRecordedTender, options: CreateOptions = {}): Promise<string> {
    const scope = scopeOf(tx.principal);
    mustEndAfterStart(given.window, '/window');
    await this.mustBelong(tx, scope, given);
    const follows = given.follows ? await this.roundAfter(tx, scope, given.follows, given.dataset) : options.round;
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO tender (id, dataset, ocid, purchase_id, round, conducted, buyer_id, programme_id, title, method, category,
         region, region_text, budget_level, project_no, budget, window_start, window_end, term_text)
       SELECT g.id, $1, 'ocds-throughline-' || g.id, coalesce($2::uuid, gen_random_uuid()), $3, 'elsewhere', $4, $5, $6, $7, $8, $9, $10,
         $11, $12, $13, $14, $15, $16 FROM (SELECT coalesce($17::uuid, gen_random_uuid()) AS id) g RETURNING id`,
      [
        given.dataset,
        follows?.purchase ?? null,
        follows?.no ?? 1,
        given.buyer ?? null,
        given.programme ?? null,
        given.title,
        given.method ?? null,
        given.category ?? null,
        given.region ?? null,
        given.regionText ?? null,
        given.budgetLevel ?? null,
        given.projectNo ?? null,
        given.budget ? parseYuan(given.budget).toString() : null,
        given.window?.start ?? null,
        given.window?.end ?? null,
        given.termText ?? null,
        options.id ?? null,
      ],
    );
    const id = (row as { id: string }).id;
    // A purchase that is not divided is one lot.
    const lots = given.lots?.length ? given.lots : [{ no: 1 }];
    await this.addLots(tx, id, lots);
    if (given.serviceLines?.length)
      await tx.query(`INSERT INTO tender_service_line (tender_id, service_line_id) SELECT $1, unnest($2::uuid[])`, [
        id,
        [...new Set(given.serviceLines)],
      ]);
    await addExternalIds(tx, 'tender', given.dataset, id, given.externalIds as ExternalId[] | undefined);
    const tender = await this.lock(tx, id);
    const all = await this.lotsOf(tx, id);
    await projectTender(tx, tender, all, given.serviceLines?.length ?? 0, []);
    await tx.query(`UPDATE tender SET version = 1 WHERE id = $1`, [id]);
    await tx.record({ ...this.changeOf(tender), action: 'recorded', data: { title: given.title } });
    return id;
  }

  /** Records facts of a tender; answers the ids of those that were new. */
  async record(
    tx: Tx,
    id: string,
    given: readonly UncheckedFact[],
    options: RecordOptions = {},
    version?: number,
  ): Promise<string[]> {
    const tender = await this.lock(tx, id, version);
    if (tender.conducted === 'here') throw new Problem('conducted_here');
    const checked = checkFacts<TenderFact['kind']>('tender', given);
    const lots = await this.lotsOf(tx, id);
    const serviceLines = await this.serviceLines(tx, id);
    checked.forEach((fact, i) => {
      if (fact.lot !== null && fact.lot !== undefined && !lots.some((l) => l.no === fact.lot))
        throw new Problem('lot_unknown', {
          errors: [
            { pointer: `/facts/${i}/lot`, code: 'lot_unknown', text: { en: 'No such lot', zh: '没有这个包（标段）' } },
          ],
        });
    });
    const facts = await this.withParties(tx, tender.dataset, checked);
    const existing = (await factsOfRoots<TenderFact>(tx.manager, [id])).get(id) ?? [];
    mustReplace(facts, existing);
    const fresh = unknownFacts(facts, existing);
    if (fresh.length === 0) {
      await projectNotices(tx, tender, facts, null, options.text);
      return [];
    }
    const base = baseOf(tender, lots, serviceLines);
    const all = (await storeFacts(tx, { type: 'tender', id }, fresh, existing)) as TenderFact[];
    const added = all.slice(existing.length);
    const { derived, conflicts } = await projectTender(tx, tender, lots, serviceLines, all);
    mustNotContradict(conflictsOf(base, existing), conflicts, options.lenient ?? false);
    await this.steps.take(tx, {
      tender,
      lots,
      derived,
      facts: all,
      added,
      lenient: options.lenient ?? false,
      text: options.text ?? {},
      contractIds: options.contractIds ?? {},
    });
    await projectNotices(tx, tender, facts, null, options.text);
    await tx.record({
      ...this.changeOf(tender),
      action: 'facts_recorded',
      data: { facts: added.map((f) => ({ id: f.id, kind: f.kind, lot: f.lot, replaces: f.replaces })) },
      to: derived.state,
      reason: fresh.find((f) => f.reason)?.reason ?? null,
    });
    return added.map((f) => f.id);
  }

  async addLots(tx: Tx, tender: string, lots: NonNullable<NewRecordedTender['lots']>): Promise<void> {
    await tx.query(
      `INSERT INTO lot (tender_id, no, name, ceiling, budget, pricing)
       SELECT $1, g.no, g.name, g.ceiling, g.budget, g.pricing FROM jsonb_to_recordset($2::jsonb)
         AS g(no integer, name text, ceiling bigint, budget bigint, pricing text)
       ON CONFLICT (tender_id, no) DO UPDATE SET name = coalesce(lot.name, EXCLUDED.name),
         ceiling = coalesce(lot.ceiling, EXCLUDED.ceiling), budget = coalesce(lot.budget, EXCLUDED.budget),
         pricing = coalesce(lot.pricing, EXCLUDED.pricing)`,
      [
        tender,
        JSON.stringify(
          lots.map((l) => ({
            ...l,
            ceiling: l.ceiling ? parseYuan(l.ceiling).toString() : null,
            budget: l.budget ? parseYuan(l.budget).toString() : null,
          })),
        ),
      ],
    );
  }

  lotsOf(tx: Tx, tender: string): Promise<LotRow[]> {
    return tx.query<LotRow>(`SELECT id, no, ceiling FROM lot WHERE tender_id = $1 ORDER BY no`, [tender]);
  }

  /** Locks a tender whose record the caller keeps. One that is only visible to the caller is not theirs to change: 403. */
  async lock(tx: Tx, id: string, version?: number): Promise<LockedTender> {
    const scope = scopeOf(tx.principal);
    const sql = new Sql();
    try {
      return await lockRoot<LockedTender>(
        tx,
        'tender',
        id,
        (s) => keptPurchase(s, scope, TENDER_PARTIES),
        sql,
        version,
      );
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
      const seen = new Sql();
      visiblePurchase(seen.and(`r.id = ${seen.p(id)}`), scope, TENDER_PARTIES);
      const rows = await tx.query(`SELECT 1 FROM tender r WHERE ${seen.where}`, seen.params);
      throw rows.length > 0 ? new Problem('not_permitted') : error;
    }
  }

  private async serviceLines(tx: Tx, tender: string): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM tender_service_line WHERE tender_id = $1`,
      [tender],
    );
    return row?.n ?? 0;
  }

  private changeOf(tender: LockedTender) {
    return {
      aggregate: 'tender',
      id: tender.id,
      dataset: tender.dataset,
      region: tender.region,
      tenants: [tender.buyer_id, tender.agent_id].filter((t): t is string => t !== null),
    };
  }

  /** Buyer, programme and lines belong to the tender's dataset; a person records for the own bodies alone. */
  private async mustBelong(tx: Tx, scope: Scope, given: NewRecordedTender): Promise<void> {
    if (given.buyer && !scope.everything && !scope.organisations.includes(given.buyer.toLowerCase()))
      throw new Problem('not_found', {
        errors: [
          { pointer: '/buyer', code: 'not_found', text: { en: 'Not one of your bodies', zh: '不是您所属的机构' } },
        ],
      });
    const numbers = given.lots?.map((l) => l.no) ?? [];
    if (new Set(numbers).size !== numbers.length)
      throw invalid('/lots', 'not_unique', { en: 'Two lots have one number', zh: '包号重复' });
    const lines = [...new Set(given.serviceLines ?? [])];
    const [found] = await tx.query<{ buyer: string | null; programme: string | null; lines: number }>(
      `SELECT (SELECT dataset FROM organisation WHERE id = $1) AS buyer,
              (SELECT dataset FROM programme WHERE id = $2 AND ($5 OR buyer_id = $1)) AS programme,
              (SELECT count(*)::integer FROM service_line WHERE id = ANY($3::uuid[]) AND dataset = $4) AS lines`,
      [given.buyer ?? null, given.programme ?? null, lines, given.dataset, scope.everything],
    );
    const bad = (pointer: string) =>
      new Problem('dataset_mismatch', {
        errors: [{ pointer, code: 'dataset_mismatch', text: { en: 'Not of this dataset', zh: '不属于该数据集' } }],
      });
    if (given.buyer && found?.buyer !== given.dataset) throw bad('/buyer');
    if (given.programme && found?.programme !== given.dataset) throw bad('/programme');
    if (lines.length !== found?.lines) throw bad('/serviceLines');
  }

  private async roundAfter(tx: Tx, scope: Scope, earlier: string, dataset: string) {
    const sql = new Sql();
    visiblePurchase(sql.and(`r.id = ${sql.p(earlier)}`).and(`r.dataset = ${sql.p(dataset)}`), scope, TENDER_PARTIES);
    const [row] = await tx.query<{ purchase: string; no: number }>(
      `SELECT r.purchase_id AS purchase, (SELECT max(round) + 1 FROM tender t WHERE t.purchase_id = r.purchase_id) AS no
       FROM tender r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row)
      throw new Problem('not_found', {
        errors: [{ pointer: '/follows', code: 'not_found', text: { en: 'No such round', zh: '没有这一轮采购' } }],
      });
    return row;
  }

  private async withParties(
    tx: Tx,
    dataset: string,
    facts: readonly ReturnType<typeof checkFacts<TenderFact['kind']>>[number][],
  ): Promise<NewFact[]> {
    return withParties(tx, dataset, facts);
  }
}

/** Facts ready to store: the bodies they name carry their ids. */
export async function withParties(
  tx: Tx,
  dataset: string,
  facts: readonly {
    kind: NewFact['kind'];
    lot?: number | null;
    data: Record<string, unknown>;
    source: object;
    replaces?: string | null;
    reason?: string | null;
  }[],
): Promise<NewFact[]> {
  const named = facts.flatMap((fact, i) =>
    PARTY_FIELDS.filter((field) => fact.data[field] !== undefined).map((field) => ({
      i,
      field,
      party: fact.data[field] as Party,
    })),
  );
  const ids = await resolveParties(
    tx,
    dataset,
    named.map((n) => n.party),
    (n) => `/facts/${named[n]?.i}/data/${named[n]?.field}`,
  );
  const data = facts.map((f) => ({ ...f.data }));
  named.forEach(({ i, field, party }, n) => {
    const id = ids[n];
    (data[i] as Record<string, unknown>)[field] = { ...party, ...(id && { organisation: id }) };
  });
  return facts.map((fact, i) => ({
    kind: fact.kind,
    lot: fact.lot ?? null,
    data: data[i] as Record<string, unknown>,
    source: fact.source as FactSource,
    replaces: fact.replaces ?? null,
    reason: fact.reason ?? null,
  }));
}

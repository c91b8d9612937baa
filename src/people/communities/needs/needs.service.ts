import { Injectable, type OnModuleInit } from '@nestjs/common';
import { actingBody } from '../../../kernel/access/acting.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { bodiesWith, heldIn } from '../../../kernel/access/held.js';
import { scopeFor, scopeOf } from '../../../kernel/access/scope.js';
import { addExternalIds } from '../../../kernel/database/external-ids.js';
import { lockKept, mustBeInDataset, type Reach } from '../../../kernel/database/kept.js';
import { changeData, changedColumns, writeChanges, type Changed } from '../../../kernel/database/merge-patch.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { sourceOf } from '../../organisations/source.dto.js';
import type { NeedActionDto, NeedChangeDto, NeedSuggestionDto, NewNeedDto } from './need.dto.js';
import { needLifecycle, type NeedAction, type NeedState } from './need.lifecycle.js';
import { keepersOf, keptNeed, visibleNeed } from './needs.queries.js';

interface LockedNeed {
  id: string;
  version: number;
  dataset: string;
  state: NeedState;
  owner_id: string | null;
  title: string;
  description: string | null;
  category: string | null;
  target_group: string | null;
  headcount: number | null;
  evidence: string | null;
  service_line_id: string | null;
}

/** The columns that say when a state was entered. */
const WHEN: Partial<Record<NeedAction, string>> = {
  verify: 'verified_at',
  plan: 'planned_at',
  meet: 'settled_at',
  leave_unmet: 'settled_at',
};

/** Who needed something waits since it was verified first, however often that was done anew. */
const at = (column: string): string =>
  column === 'verified_at' ? 'coalesce(verified_at, business_now())' : 'business_now()';

const VERIFIED: readonly NeedState[] = ['verified', 'planned', 'unmet'];

/** What was not said yet may be added; what was verified is taken back first. */
function mustKeepVerified(need: LockedNeed, changed: Changed): void {
  const said = Object.entries(changed).filter(([, { from }]) => from !== null);
  if (!VERIFIED.includes(need.state) || said.length === 0) return;
  throw new Problem('wrong_state', {
    facts: { state: need.state, action: 'change', verified: said.map(([column]) => column) },
  });
}

const reach = (principal: Principal, permission?: 'need.record'): Reach => {
  const scope = scopeOf(principal);
  const keeping = permission === undefined ? scope : scopeFor(principal, permission);
  return { kept: (sql) => keptNeed(sql, keeping), visible: (sql) => visibleNeed(sql, scope) };
};

@Injectable()
export class NeedsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly references: DocumentReferences,
    private readonly registry: LifecycleRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register(needLifecycle);
    this.registry.contribute('need_evidence_missing', async (tx, id) => {
      const rows = await tx.query(
        `SELECT FROM need n WHERE id = $1 AND (evidence ~ '\\S' OR EXISTS
           (SELECT FROM document_reference d WHERE d.root_type = 'need' AND d.root_id = n.id))`,
        [id],
      );
      return rows.length > 0 ? null : { errors: [MISSING.evidence] };
    });
    this.registry.contribute('need_headcount_missing', async (tx, id) => {
      const rows = await tx.query(`SELECT FROM need WHERE id = $1 AND headcount > 0`, [id]);
      return rows.length > 0 ? null : { errors: [MISSING.headcount] };
    });
    this.registry.contribute('need_line_missing', async (tx, id) => {
      const rows = await tx.query(`SELECT FROM need WHERE id = $1 AND service_line_id IS NOT NULL`, [id]);
      return rows.length > 0 ? null : { errors: [MISSING.serviceLine] };
    });
  }

  /** What a resident says, without an account. Nothing of who says it is kept. */
  suggest(principal: Principal, dto: NeedSuggestionDto): Promise<{ id: string; receivedAt: Date }> {
    return this.transactions.run(principal, async (tx) => {
      const [row] = await tx.query<{ id: string; dataset: string; receivedAt: Date }>(
        `INSERT INTO need (dataset, title, description, category, target_group, community_id, state, source)
         SELECT c.dataset, $2, $3, $4, $5, c.id, 'suggested', 'null' FROM community c WHERE c.id = $1
         RETURNING id, dataset, received_at AS "receivedAt"`,
        [dto.community, dto.title, dto.description ?? null, dto.category ?? null, dto.targetGroup ?? null],
      );
      if (!row) throw new Problem('not_found', { errors: [NO_COMMUNITY] });
      if (!MODERATED.includes(row.dataset)) throw invalid('/community', 'not_moderated', NOT_MODERATED);
      await tx.record({
        aggregate: 'need',
        id: row.id,
        action: 'suggested',
        to: 'suggested',
        dataset: row.dataset,
        ...(await audience(tx, row.id)),
      });
      return row;
    });
  }

  change(principal: Principal, id: string, version: number, dto: NeedChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const need = await lockKept<LockedNeed>(tx, 'need', id, reach(principal, 'need.record'), version);
      if (needLifecycle.final.includes(need.state) || need.state === 'suggested')
        throw new Problem('wrong_state', { facts: { state: need.state, action: 'change' } });
      await mustBeInDataset(tx, 'service_line', need.dataset, [dto.serviceLine], () => '/serviceLine');
      const changed = changedColumns(need, {
        title: dto.title,
        description: dto.description,
        category: dto.category,
        target_group: dto.targetGroup,
        headcount: dto.headcount,
        evidence: dto.evidence,
        service_line_id: dto.serviceLine?.toLowerCase() ?? dto.serviceLine,
      });
      if (Object.keys(changed).length === 0) return;
      mustKeepVerified(need, changed);
      await writeChanges(tx, 'need', id, changed);
      await tx.record({ ...(await this.changeOf(tx, need)), action: 'changed', data: changeData(changed) });
    });
  }

  act(principal: Principal, id: string, version: number, action: string, given: NeedActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const need = await lockKept<LockedNeed>(tx, 'need', id, reach(principal), version);
      const held = heldIn(principal, (await audience(tx, id)).tenants);
      const transition = await this.registry.enter(tx, needLifecycle, need, action, given, held);
      const to = transition.to as NeedState;
      const programme = transition.action === 'plan' ? await this.programmeOf(tx, need, given) : undefined;
      const when = WHEN[transition.action];
      await tx.query(
        `UPDATE need SET state = $2, programme_id = CASE WHEN $3 THEN $4::uuid WHEN $2 = 'recorded' THEN NULL ELSE programme_id END,
           ${when ? `${when} = ${at(when)},` : ''} version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, to, programme !== undefined, programme ?? null],
      );
      await tx.record({
        ...(await this.changeOf(tx, need)),
        action: transition.action,
        from: need.state,
        to,
        reason: given.reason,
        data: programme ? { programme } : {},
      });
    });
  }

  /** The programme that takes the need up must be one of the caller's bodies, in the need's dataset. */
  private async programmeOf(tx: Tx, need: LockedNeed, { programme }: NeedActionDto): Promise<string | null> {
    if (!programme) return null;
    const rows = await tx.query(
      `SELECT FROM programme WHERE id = $1 AND dataset = $2 AND ($3 OR buyer_id = ANY ($4::uuid[]))`,
      [programme, need.dataset, scopeOf(tx.principal).everything, bodiesWith(tx.principal, 'need.verify')],
    );
    if (rows.length === 0) throw new Problem('not_found', { errors: [NO_PROGRAMME] });
    return programme.toLowerCase();
  }

  private async changeOf(tx: Tx, need: LockedNeed) {
    return { aggregate: 'need', id: need.id, dataset: need.dataset, ...(await audience(tx, need.id)) };
  }

  /** Records a need with where it comes from. */
  create(principal: Principal, dto: NewNeedDto): Promise<string> {
    const owner = actingBody(principal, 'need.record', dto.owner, '/owner');
    return this.transactions.run(principal, async (tx) => {
      const dataset = dto.dataset ?? 'live';
      await mustBeInDataset(tx, 'community', dataset, [dto.community], () => '/community');
      await mustBeInDataset(tx, 'service_line', dataset, [dto.serviceLine], () => '/serviceLine');
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO need (dataset, title, description, category, target_group, headcount, evidence, community_id,
           service_line_id, recorded_on, source, owner_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
        [
          dataset,
          dto.title,
          dto.description ?? null,
          dto.category ?? null,
          dto.targetGroup ?? null,
          dto.headcount ?? null,
          dto.evidence ?? null,
          dto.community ?? null,
          dto.serviceLine ?? null,
          dto.recordedOn ?? null,
          JSON.stringify(sourceOf(dto.source)),
          owner,
        ],
      );
      const { id } = row as { id: string };
      await addExternalIds(tx, 'need', dataset, id, dto.externalIds);
      await this.references.refer(tx, scopeOf(principal), 'need', id, dto.documents ?? [], '/documents');
      await tx.record({
        aggregate: 'need',
        id,
        action: 'recorded',
        to: 'recorded',
        data: { category: dto.category ?? null, headcount: dto.headcount ?? null },
        dataset,
        ...(await audience(tx, id)),
      });
      return id;
    });
  }
}

const MISSING = {
  evidence: {
    pointer: '/evidence',
    code: 'required',
    text: { en: 'What shows the need: words or a document', zh: '请提供需求依据：文字说明或材料' },
  },
  headcount: { pointer: '/headcount', code: 'required', text: { en: 'How many residents', zh: '请填写涉及人数' } },
  serviceLine: {
    pointer: '/serviceLine',
    code: 'required',
    text: { en: 'The service line it belongs to', zh: '请指明所属服务线' },
  },
};
/** Where communities act: here for good, or as an example. The study and imports keep what others published, and no more. */
const MODERATED: readonly string[] = ['live', 'fiction'];
const NOT_MODERATED = {
  en: 'This community stands in records of what was published elsewhere; nobody looks at suggestions there',
  zh: '该社区属于他处已公布的记录数据，不受理需求建议',
};
const NO_COMMUNITY = {
  pointer: '/community',
  code: 'not_found',
  text: { en: 'There is no such community', zh: '没有这个社区' },
};
const NO_PROGRAMME = {
  pointer: '/programme',
  code: 'not_found',
  text: { en: 'No such programme of yours', zh: '没有这个计划，或不属于您的机构' },
};

/** The bodies that see the need, and its place. */
async function audience(tx: Tx, id: string): Promise<{ tenants: string[]; region: string | null }> {
  const [row] = await tx.query<{ tenants: string[]; region: string | null }>(
    `SELECT coalesce(c.region, s.region) AS region, ${keepersOf('n')} AS tenants
     FROM need n LEFT JOIN community c ON c.id = n.community_id LEFT JOIN service_line s ON s.id = n.service_line_id
     WHERE n.id = $1`,
    [id],
  );
  return row ?? { tenants: [], region: null };
}

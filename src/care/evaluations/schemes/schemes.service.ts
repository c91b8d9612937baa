import { Injectable, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { actingBody } from '../../../kernel/access/acting.js';
import { heldIn } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf } from '../../../kernel/access/scope.js';
import { lockKept, mustBeInDataset, type Reach } from '../../../kernel/database/kept.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import type { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { categoryOf } from '../../../law/code-lists/code-lists.js';
import { evaluationSchemeLifecycle } from '../evaluation.lifecycle.js';
import type { NewSchemeDto, SchemeChangeDto } from './scheme.dto.js';
import { notWholeAt, residentsWeigh } from './scheme.rules.js';
import { TEMPLATES } from './scheme.templates.js';
import { keptScheme, visibleScheme, type SchemeRow } from './schemes.queries.js';

const reach = (principal: Principal): Reach => {
  const scope = scopeOf(principal);
  return { kept: (sql) => keptScheme(sql, scope), visible: (sql) => visibleScheme(sql, scope) };
};
const NO_SUCH = {
  pointer: '/basedOn',
  code: 'not_found',
  text: { en: 'There is no such scheme of yours', zh: '没有这个方案，或不属于您的机构' },
};

/** By what services are evaluated: written by an officer, activated by another person, changed by a new version alone. */
@Injectable()
export class SchemesService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register(evaluationSchemeLifecycle);
    this.registry.contribute('weights_not_whole', async (tx, id) => {
      const errors = notWholeAt((await treeOf(tx, id)).dimensions);
      return errors.length > 0 ? { errors } : null;
    });
    // No law says so: a choice of ours for services that residents receive (the study's 考·评·议 together).
    this.registry.contribute('residents_unweighted', async (tx, id) => {
      const { dimensions, category } = await treeOf(tx, id);
      if (category === null || categoryOf(category)?.publicService !== true || residentsWeigh(dimensions)) return null;
      return { facts: { channel: 'residents', basis: 'POLICY' } };
    });
  }

  create(principal: Principal, dto: NewSchemeDto): Promise<string> {
    const owner = actingBody(principal, 'scheme.manage', dto.owner, '/owner');
    return this.transactions.run(principal, async (tx) => {
      const before = dto.basedOn === undefined ? null : await this.earlier(tx, owner, dto.basedOn);
      const dataset = before?.dataset ?? dto.dataset ?? 'live';
      await mustBeInDataset(tx, 'organisation', dataset, [owner], () => '/owner');
      const template = dto.template === undefined ? null : TEMPLATES[dto.template];
      const name = dto.name ?? before?.name ?? template?.name;
      const dimensions = dto.dimensions ?? before?.dimensions ?? template?.dimensions;
      if (name === undefined) throw invalid('/name', 'required', { en: 'A name', zh: '请填写名称' });
      if (dimensions === undefined)
        throw invalid('/dimensions', 'required', { en: 'A tree, a template or a version', zh: '请提供指标体系' });
      const id = randomUUID();
      const series = before?.series_id ?? id;
      await tx.query(
        `INSERT INTO evaluation_scheme (id, dataset, owner_id, series_id, no, name, category, template, dimensions, written_by)
         SELECT $1, $2, $3, $4, coalesce(max(no), 0) + 1, $5, $6, $7, $8, ARRAY[$9::uuid]
         FROM evaluation_scheme WHERE series_id = $4`,
        [
          id,
          dataset,
          owner,
          series,
          name,
          dto.category === undefined ? (before?.category ?? dto.template ?? null) : dto.category,
          dto.template ?? before?.template ?? null,
          JSON.stringify(dimensions),
          principal.id,
        ],
      );
      await tx.record({
        ...changeOf({ id, dataset, owner_id: owner }),
        action: 'drafted',
        to: 'draft',
        data: { series, template: dto.template ?? null },
      });
      return id;
    });
  }

  change(principal: Principal, id: string, version: number, dto: SchemeChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const scheme = await lockKept<SchemeRow>(tx, 'evaluation_scheme', id, reach(principal), version);
      if (!heldIn(principal, [scheme.owner_id]).has('scheme.manage')) throw new Problem('not_permitted');
      if (scheme.state !== 'draft')
        throw new Problem('wrong_state', { facts: { state: scheme.state, action: 'change' } });
      const fields = (['name', 'category', 'dimensions'] as const).filter((field) => dto[field] !== undefined);
      if (fields.length === 0) return;
      await tx.query(
        `UPDATE evaluation_scheme SET name = $2, category = $3, dimensions = $4,
           written_by = array_append(array_remove(written_by, $5::uuid), $5::uuid),
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [
          id,
          dto.name ?? scheme.name,
          dto.category === undefined ? scheme.category : dto.category,
          JSON.stringify(dto.dimensions ?? scheme.dimensions),
          principal.id,
        ],
      );
      await tx.record({ ...changeOf(scheme), action: 'changed', data: { fields } });
    });
  }

  act(principal: Principal, id: string, version: number, action: string, given: ReasonDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      await lockSeries(tx, id);
      const scheme = await lockKept<SchemeRow>(tx, 'evaluation_scheme', id, reach(principal), version);
      const held = heldIn(principal, [scheme.owner_id]);
      const transition = await this.registry.enter(tx, evaluationSchemeLifecycle, scheme, action, given, held);
      if (transition.action === 'activate') await this.supersede(tx, scheme);
      const when = transition.action === 'activate' ? 'activated_at' : 'retired_at';
      await tx.query(
        `UPDATE evaluation_scheme SET state = $2, ${when} = business_now(), version = version + 1,
           updated_at = clock_timestamp() WHERE id = $1`,
        [id, transition.to],
      );
      await tx.record({
        ...changeOf(scheme),
        action: transition.action,
        from: scheme.state,
        to: transition.to as string,
        reason: given.reason,
      });
    });
  }

  /** The version that was in force until now: what was planned by it is evaluated by it, nothing new is. */
  private async supersede(tx: Tx, { id, series_id }: SchemeRow): Promise<void> {
    const rows = await tx.query<SchemeRow>(
      `UPDATE evaluation_scheme SET state = 'retired', retired_at = business_now(), version = version + 1,
         updated_at = clock_timestamp() WHERE series_id = $1 AND state = 'active' RETURNING *`,
      [series_id],
    );
    for (const old of rows)
      await tx.record({
        ...changeOf(old),
        action: 'retire',
        from: 'active',
        to: 'retired',
        data: { supersededBy: id },
      });
  }

  private async earlier(tx: Tx, owner: string, id: string): Promise<SchemeRow> {
    const [row] = await tx.query<SchemeRow>(`SELECT * FROM evaluation_scheme WHERE id = $1 AND owner_id = $2`, [
      id,
      owner,
    ]);
    if (!row) throw new Problem('not_found', { errors: [NO_SUCH] });
    await lockSeries(tx, id);
    return row;
  }
}

/** By its first version: one version of a scheme after another is made or put in force. */
async function lockSeries(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `SELECT FROM evaluation_scheme WHERE id = (SELECT series_id FROM evaluation_scheme WHERE id = $1) FOR NO KEY UPDATE`,
    [id],
  );
}

const changeOf = ({ id, dataset, owner_id }: Pick<SchemeRow, 'id' | 'dataset' | 'owner_id'>) => ({
  aggregate: 'evaluation_scheme',
  id,
  dataset,
  tenants: [owner_id],
});

async function treeOf(tx: Tx, id: string): Promise<Pick<SchemeRow, 'dimensions' | 'category'>> {
  const [row] = await tx.query<SchemeRow>(`SELECT dimensions, category FROM evaluation_scheme WHERE id = $1`, [id]);
  return row ?? { dimensions: [], category: null };
}

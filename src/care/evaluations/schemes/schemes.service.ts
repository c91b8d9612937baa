import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { actingBody } from '../../../kernel/access/acting.js';
import { listHeldPermissions } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { mustBeInDataset } from '../../../kernel/database/kept.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import type { NewSchemeDto, SchemeChangeDto } from './scheme.dto.js';
import { lockScheme, lockSeries, schemeAudience, type SchemeRow } from './scheme.subject.js';
import { TEMPLATES } from './scheme-templates.js';

const NO_SUCH = {
  pointer: '/basedOn',
  code: 'not_found',
  text: { en: 'There is no such scheme of yours', zh: '没有这个方案，或不属于您的机构' },
};

/** By what services are evaluated: written by an officer, activated by another person, changed by a new version alone. */
@Injectable()
export class SchemesService {
  constructor(private readonly transactions: Transactions) {}

  create(principal: Principal, dto: NewSchemeDto): Promise<string> {
    const owner = actingBody(principal, 'scheme.manage', dto.owner, '/owner');
    return this.transactions.run(principal, async (tx) => {
      const before = dto.basedOn === undefined ? null : await lockEarlier(tx, owner, dto.basedOn);
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
        ...schemeAudience({ dataset, owner_id: owner }),
        aggregate: 'evaluation_scheme',
        id,
        action: 'drafted',
        to: 'draft',
        data: { series, template: dto.template ?? null },
      });
      return id;
    });
  }

  change(principal: Principal, id: string, version: number, dto: SchemeChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const scheme = await lockScheme(tx, id, version);
      if (!listHeldPermissions(principal, [scheme.owner_id]).has('scheme.manage')) throw new Problem('not_permitted');
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
      await tx.record({
        ...schemeAudience(scheme),
        aggregate: 'evaluation_scheme',
        id,
        action: 'changed',
        data: { fields },
      });
    });
  }
}

/** The version that the next one is based on, with its series locked. */
async function lockEarlier(tx: Tx, owner: string, id: string): Promise<SchemeRow> {
  const [row] = await tx.query<SchemeRow>(`SELECT * FROM evaluation_scheme WHERE id = $1 AND owner_id = $2`, [
    id,
    owner,
  ]);
  if (!row) throw new Problem('not_found', { errors: [NO_SUCH] });
  await lockSeries(tx, id);
  return row;
}

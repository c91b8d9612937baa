import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { actingBody } from '../../../kernel/access/acting.js';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { assertStandingBodies } from '../../../people/organisations/merges/standing-records.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { findUnfitSources, type SchemeDimension } from './scheme.rules.js';
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
    return this.transactions.run(principal, async (tx) => {
      const { owner, draftedBy } = await findWriter(tx, principal, dto.owner);
      const before = dto.basedOn === undefined ? null : await lockEarlier(tx, owner, draftedBy, dto.basedOn);
      const dataset = before?.dataset ?? dto.dataset ?? 'live';
      await assertStandingBodies(tx, dataset, [owner], () => '/owner');
      const template = dto.template === undefined ? null : TEMPLATES[dto.template];
      const name = dto.name ?? before?.name ?? template?.name;
      const dimensions = dto.dimensions ?? before?.dimensions ?? template?.dimensions;
      if (name === undefined) throw invalid('/name', 'required', { en: 'A name', zh: '请填写名称' });
      if (dimensions === undefined)
        throw invalid('/dimensions', 'required', { en: 'A tree, a template or a version', zh: '请提供指标体系' });
      assertFitSources(dimensions);
      const id = randomUUID();
      const series = before?.series_id ?? id;
      await tx.query(
        `INSERT INTO evaluation_scheme (id, dataset, owner_id, series_id, no, name, category, template, dimensions, written_by, drafted_by)
         SELECT $1, $2, $3, $4, coalesce(max(no), 0) + 1, $5, $6, $7, $8, ARRAY[$9::uuid], $10
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
          draftedBy,
        ],
      );
      await tx.record({
        ...schemeAudience({ dataset, owner_id: owner, drafted_by: draftedBy }),
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
      if (!mayWrite(principal, scheme)) throw new Problem('not_permitted');
      if (scheme.state !== 'draft')
        throw new Problem('wrong_state', { facts: { state: scheme.state, action: 'change' } });
      const fields = (['name', 'category', 'dimensions'] as const).filter((field) => dto[field] !== undefined);
      if (fields.length === 0) return;
      assertFitSources(dto.dimensions ?? []);
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

/** @throws Problem `source_unfit` */
function assertFitSources(dimensions: readonly SchemeDimension[]): void {
  const errors = findUnfitSources(dimensions);
  if (errors.length > 0) throw new Problem('source_unfit', { errors });
}

/** Bodies whose own schemes the caller writes: a seat that evaluates writes for those who appointed it. */
const listOwners = ({ seats }: Principal): string[] =>
  seats
    .filter(({ permissions }) => permissions.has('scheme.manage') && !permissions.has('evaluation.act'))
    .map(({ organisation }) => organisation);

const mayWrite = (principal: Principal, { owner_id, drafted_by }: SchemeRow): boolean =>
  listOwners(principal).includes(owner_id) ||
  (drafted_by !== null && listPermittedBodies(principal, 'scheme.manage').includes(drafted_by));

/**
 * For whom a scheme is written, and by which evaluator where its owner does not write it itself: one that the owner appointed,
 * by a person of it who has declared no tie. @throws Problem `not_permitted`
 */
async function findWriter(
  tx: Tx,
  principal: Principal,
  named: string | undefined,
): Promise<{ owner: string; draftedBy: string | null }> {
  const owners = listOwners(principal);
  const owner = named?.toLowerCase();
  if (owner !== undefined && !owners.includes(owner)) {
    const [appointed] = await tx.query<{ body: string }>(
      `SELECT e.evaluator_id AS body FROM evaluation e
       WHERE e.buyer_id = $1 AND e.evaluator_id = ANY ($2::uuid[]) AND e.state <> 'cancelled' AND NOT EXISTS (
         SELECT FROM evaluation_declaration d
         WHERE d.evaluation_id = e.id AND d.round = e.round AND d.user_id = $3 AND d.tied)
       ORDER BY e.id LIMIT 1`,
      [owner, listPermittedBodies(principal, 'scheme.manage'), principal.id],
    );
    if (appointed) return { owner, draftedBy: appointed.body };
  }
  const acting = actingBody(principal, 'scheme.manage', named, '/owner');
  if (!owners.includes(acting)) throw new Problem('not_permitted');
  return { owner: acting, draftedBy: null };
}

/** The version that the next one is based on, with its series locked. */
async function lockEarlier(tx: Tx, owner: string, draftedBy: string | null, id: string): Promise<SchemeRow> {
  // An evaluator begins with what it may read.
  const [row] = await tx.query<SchemeRow>(
    `SELECT * FROM evaluation_scheme WHERE id = $1 AND owner_id = $2
       AND ($3::uuid IS NULL OR activated_at IS NOT NULL OR drafted_by = $3)`,
    [id, owner, draftedBy],
  );
  if (!row) throw new Problem('not_found', { errors: [NO_SUCH] });
  await lockSeries(tx, id);
  return row;
}

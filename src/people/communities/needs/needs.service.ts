import { Injectable } from '@nestjs/common';
import { actingBody } from '../../../kernel/access/acting.js';
import { PUBLIC, type Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import {
  addExternalIds,
  putByExternalId,
  withExternalId,
  type ExternalId,
} from '../../../kernel/database/external-ids/external-ids.js';
import { lockKeptRoot, mustBeInDataset } from '../../../kernel/database/kept.js';
import { changeData, changedColumns, writeChanges, type Changed } from '../../../kernel/database/merge-patch.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences, listDocumentIdsSql } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { assertFixedFields, toFixedValue } from '../../../kernel/http/validation/fixed-fields.js';
import { toSource } from '../../organisations/source.dto.js';
import type { NeedChangeDto, NeedSuggestionDto, NewNeedDto } from './need.dto.js';
import { needLifecycle, type NeedState } from './need.lifecycle.js';
import { loadNeedAudience, needReach, type NeedRow } from './need.subject.js';

const VERIFIED: readonly NeedState[] = ['verified', 'planned', 'unmet'];

/** What was not said yet may be added; what was verified is taken back first. */
function mustKeepVerified(need: NeedRow, changed: Changed): void {
  const said = Object.entries(changed).filter(([, { from }]) => from !== null);
  if (!VERIFIED.includes(need.state) || said.length === 0) return;
  throw new Problem('wrong_state', {
    facts: { state: need.state, action: 'change', verified: said.map(([column]) => column) },
  });
}

@Injectable()
export class NeedsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly references: DocumentReferences,
  ) {}

  /** What a resident says, without an account. Nothing of who says it is kept, also where the sender has one. */
  suggest(dto: NeedSuggestionDto): Promise<{ id: string; receivedAt: Date }> {
    return this.transactions.run(PUBLIC, async (tx) => {
      const [row] = await tx.query<{ id: string; dataset: string; receivedAt: Date }>(
        `INSERT INTO need (dataset, title, description, category, target_group, community_id, state, source)
         SELECT c.dataset, $2, $3, $4, $5, c.id, 'suggested', 'null' FROM community c WHERE c.id = $1
         RETURNING id, dataset, received_at AS "receivedAt"`,
        [dto.community, dto.title, dto.description ?? null, dto.category ?? null, dto.targetGroup ?? null],
      );
      if (!row) throw new Problem('not_found', { errors: [NO_COMMUNITY] });
      if (!MODERATED.includes(row.dataset)) throw invalid('/community', 'not_moderated', NOT_MODERATED);
      const audience = await loadNeedAudience(tx, row.id);
      if (audience.tenants.length === 0) throw invalid('/community', 'not_moderated', NOBODY_MODERATES);
      await tx.record({
        aggregate: 'need',
        id: row.id,
        action: 'suggested',
        to: 'suggested',
        dataset: row.dataset,
        ...audience,
      });
      return row;
    });
  }

  change(principal: Principal, id: string, version: number, dto: NeedChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const need = await lockRecordedNeed(tx, id, version);
      refuseSettledNeed(need);
      await this.write(tx, need, await findNeedChanges(tx, need, dto));
    });
  }

  private async write(tx: Tx, need: NeedRow, changed: Changed): Promise<void> {
    if (Object.keys(changed).length === 0) return;
    mustKeepVerified(need, changed);
    await writeChanges(tx, 'need', need.id, changed);
    await tx.record({
      aggregate: 'need',
      id: need.id,
      dataset: need.dataset,
      ...(await loadNeedAudience(tx, need.id)),
      action: 'changed',
      data: changeData(changed),
    });
  }

  /** Records a need with where it comes from. */
  create(principal: Principal, dto: NewNeedDto): Promise<string> {
    return this.transactions.run(principal, (tx) => this.insert(tx, dto));
  }

  private async insert(tx: Tx, dto: NewNeedDto): Promise<string> {
    const owner = actingBody(tx.principal, 'need.record', dto.owner, '/owner');
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
        JSON.stringify(toSource(dto.source)),
        owner,
      ],
    );
    const { id } = row as { id: string };
    await addExternalIds(tx, 'need', dataset, id, dto.externalIds);
    await this.references.refer(tx, toScope(tx.principal), 'need', id, dto.documents ?? [], '/documents');
    await tx.record({
      aggregate: 'need',
      id,
      action: 'recorded',
      to: 'recorded',
      data: { category: dto.category ?? null, headcount: dto.headcount ?? null },
      dataset,
      ...(await loadNeedAudience(tx, id)),
    });
    return id;
  }

  /**
   * Records or changes the need that another system calls so. The same body is no change ever, whatever became of the need;
   * another one is refused where a change is.
   */
  put(principal: Principal, external: ExternalId, dto: NewNeedDto, version?: number): Promise<string> {
    const of = { type: 'need', dataset: dto.dataset ?? 'live', external, given: dto.externalIds };
    return this.transactions.run(principal, (tx) =>
      putByExternalId(tx, of, version, async (known) => {
        if (known === null) return this.insert(tx, { ...dto, externalIds: withExternalId(dto.externalIds, external) });
        const need = await lockRecordedNeed(tx, known, version);
        await assertSameOrigin(tx, need, dto);
        const changed = await findNeedChanges(tx, need, dto);
        if (Object.keys(changed).length > 0) refuseSettledNeed(need);
        await this.write(tx, need, changed);
        return known;
      }),
    );
  }
}

const lockRecordedNeed = (tx: Tx, id: string, version: number | undefined): Promise<NeedRow> =>
  lockKeptRoot<NeedRow>(tx, 'need', id, needReach(tx.principal, 'need.record'), version);

function refuseSettledNeed({ state }: NeedRow): void {
  if (needLifecycle.final.includes(state) || state === 'suggested')
    throw new Problem('wrong_state', { facts: { state, action: 'change' } });
}

async function findNeedChanges(tx: Tx, need: NeedRow, dto: NeedChangeDto): Promise<Changed> {
  await mustBeInDataset(tx, 'service_line', need.dataset, [dto.serviceLine], () => '/serviceLine');
  return changedColumns(need, {
    title: dto.title,
    description: dto.description,
    category: dto.category,
    target_group: dto.targetGroup,
    headcount: dto.headcount,
    evidence: dto.evidence,
    service_line_id: dto.serviceLine?.toLowerCase() ?? dto.serviceLine,
  });
}

/** Where and when it was recorded, by whom and from what, stays as it was said first. */
async function assertSameOrigin(tx: Tx, need: NeedRow, dto: NewNeedDto): Promise<void> {
  const [referred] = await tx.query<{ documents: string[] }>(
    `SELECT ${listDocumentIdsSql('need', 'n.id')} AS documents FROM need n WHERE n.id = $1`,
    [need.id],
  );
  assertFixedFields([
    ['/community', need.community_id, dto.community],
    ['/recordedOn', need.recorded_on, dto.recordedOn],
    toFixedValue('/source', need.source, toSource(dto.source)),
    ['/owner', need.owner_id, dto.owner],
    toFixedValue('/documents', referred?.documents, dto.documents && toSortedIds(dto.documents)),
  ]);
}

const toSortedIds = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => id.toLowerCase()))].sort();

/** Where communities act: here for good, or as an example. The study and imports keep what others published, and no more. */
const MODERATED: readonly string[] = ['live', 'fiction'];
const NOT_MODERATED = {
  en: 'This community stands in records of what was published elsewhere; nobody looks at suggestions there',
  zh: '该社区属于他处已公布的记录数据，不受理需求建议',
};
const NOBODY_MODERATES = {
  en: 'This community has no committee yet and no body answers for its services; nobody looks at suggestions there',
  zh: '该社区尚未登记居委会，也没有负责其服务的单位，不受理需求建议',
};
const NO_COMMUNITY = {
  pointer: '/community',
  code: 'not_found',
  text: { en: 'There is no such community', zh: '没有这个社区' },
};

import { Injectable } from '@nestjs/common';
import { actingBody } from '../../kernel/access/acting.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toPermissionScope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import {
  addExternalIds,
  putByExternalId,
  withExternalId,
  type ExternalId,
} from '../../kernel/database/external-ids/external-ids.js';
import { lockKeptRoot, type Reach } from '../../kernel/database/kept.js';
import { assertStandingBodies, holdBodies } from '../organisations/merges/standing-records.js';
import { changeData, changedColumns, writeChanges } from '../../kernel/database/merge-patch.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { assertFixedFields } from '../../kernel/http/validation/fixed-fields.js';
import type { CommunityRow } from './communities.queries.js';
import type { CommunityChangeDto, NewCommunityDto } from './community.dto.js';

/** Everybody sees a community; its committee and the body that keeps the record change it. */
const reach = (principal: Principal): Reach => {
  const scope = toPermissionScope(principal, 'community.manage');
  return {
    kept: (sql) => sql.and(`${isMine(sql, scope, 'r.owner_id')} OR ${isMine(sql, scope, 'r.committee_id')}`),
    visible: (sql) => sql,
  };
};

const toCommunityChange = (row: Pick<CommunityRow, 'id' | 'dataset' | 'region' | 'owner_id' | 'committee_id'>) => ({
  aggregate: 'community',
  id: row.id,
  dataset: row.dataset,
  region: row.region,
  tenants: [row.owner_id, row.committee_id].filter((t): t is string => t !== null),
  public: true,
});

@Injectable()
export class CommunitiesService {
  constructor(private readonly transactions: Transactions) {}

  create(principal: Principal, dto: NewCommunityDto): Promise<string> {
    return this.transactions.run(principal, (tx) => this.insert(tx, dto));
  }

  private async insert(tx: Tx, dto: NewCommunityDto): Promise<string> {
    const owner = actingBody(tx.principal, 'community.manage', dto.owner, '/owner');
    const dataset = dto.dataset ?? 'live';
    await assertStandingBodies(tx, dataset, [dto.committee], () => '/committee');
    const [row] = await tx.query<Omit<CommunityRow, 'external_ids'>>(
      `INSERT INTO community (dataset, name, region, kind, households, residents_60, children, disabled, committee_id, owner_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING *`,
      [
        dataset,
        dto.name,
        dto.region,
        dto.kind ?? null,
        dto.households ?? null,
        dto.residents60 ?? null,
        dto.children ?? null,
        dto.disabled ?? null,
        dto.committee ?? null,
        owner,
      ],
    );
    if (!row)
      throw new Problem('conflict', {
        errors: [
          {
            pointer: '/name',
            code: 'not_unique',
            text: { en: 'The region has a community of this name', zh: '该地区已有同名社区' },
          },
        ],
      });
    await addExternalIds(tx, 'community', dataset, row.id, dto.externalIds);
    await tx.record({ ...toCommunityChange(row), action: 'created', data: { name: dto.name } });
    return row.id;
  }

  /** Creates or changes the community that another system calls so; the same body twice is the same answer. */
  put(principal: Principal, external: ExternalId, dto: NewCommunityDto, version?: number): Promise<string> {
    const of = { type: 'community', dataset: dto.dataset ?? 'live', external, given: dto.externalIds };
    return this.transactions.run(principal, (tx) =>
      putByExternalId(tx, of, version, async (known) => {
        if (known === null) return this.insert(tx, { ...dto, externalIds: withExternalId(dto.externalIds, external) });
        const row = await this.update(tx, known, version, dto);
        assertFixedFields([['/owner', row.owner_id, dto.owner]]);
        return known;
      }),
    );
  }

  async change(principal: Principal, id: string, version: number, dto: CommunityChangeDto): Promise<void> {
    await this.transactions.run(principal, (tx) => this.update(tx, id, version, dto));
  }

  /** Answers the row as it was. */
  private async update(tx: Tx, id: string, version: number | undefined, dto: CommunityChangeDto) {
    await holdBodies(tx, [dto.committee]);
    const row = await lockKeptRoot<Omit<CommunityRow, 'external_ids'>>(
      tx,
      'community',
      id,
      reach(tx.principal),
      version,
    );
    await assertStandingBodies(tx, row.dataset, [dto.committee], () => '/committee');
    const changed = changedColumns(row, {
      name: dto.name,
      region: dto.region,
      kind: dto.kind,
      households: dto.households,
      residents_60: dto.residents60,
      children: dto.children,
      disabled: dto.disabled,
      committee_id: dto.committee?.toLowerCase() ?? dto.committee,
    });
    if (Object.keys(changed).length === 0) return row;
    await writeChanges(tx, 'community', id, changed);
    await tx.record({ ...toCommunityChange(row), action: 'changed', data: changeData(changed) });
    return row;
  }
}

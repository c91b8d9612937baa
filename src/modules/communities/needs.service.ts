import { Injectable } from '@nestjs/common';
import { actingBody } from '../../platform/access/acting.js';
import type { Principal } from '../../platform/access/principal.js';
import { scopeOf } from '../../platform/access/scope.js';
import { addExternalIds } from '../../platform/database/external-ids.js';
import { mustBeInDataset } from '../../platform/database/kept.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { DocumentReferences } from '../../platform/documents/document-references.js';
import { sourceOf } from '../organisations/source.dto.js';
import type { NewNeedDto } from './need.dto.js';

@Injectable()
export class NeedsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly references: DocumentReferences,
  ) {}

  /** Records a need with where it comes from. */
  create(principal: Principal, dto: NewNeedDto): Promise<string> {
    const owner = actingBody(principal, dto.owner, '/owner');
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

/** The bodies that see the need, and its place. */
async function audience(tx: Tx, id: string): Promise<{ tenants: string[]; region: string | null }> {
  const [row] = await tx.query<{ tenants: string[]; region: string | null }>(
    `SELECT coalesce(c.region, s.region) AS region,
       ARRAY(SELECT DISTINCT body FROM (
         SELECT n.owner_id UNION SELECT c.committee_id UNION SELECT s.responsible_id
         UNION SELECT p.committee_id FROM service_line_community l JOIN community p ON p.id = l.community_id
               WHERE l.service_line_id = n.service_line_id
       ) AS bodies(body) WHERE body IS NOT NULL) AS tenants
     FROM need n LEFT JOIN community c ON c.id = n.community_id LEFT JOIN service_line s ON s.id = n.service_line_id
     WHERE n.id = $1`,
    [id],
  );
  return row ?? { tenants: [], region: null };
}

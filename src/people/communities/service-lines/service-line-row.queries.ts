import type { Reader } from '../../../kernel/database/reader.js';
import { externalIdsSql, type ExternalId } from '../../../kernel/database/external-ids/external-ids.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { Text } from '../../../kernel/errors/texts.js';
import type { CategoryCode, TargetGroupCode } from '../../../law/code-lists/code-lists.js';
import type { LineEndDto } from './line-ending.dto.js';
import { runningContractsSql } from './line-use.js';

export interface ServiceLineRow {
  id: string;
  version: number;
  dataset: string;
  name: string;
  category: CategoryCode;
  target_group: TargetGroupCode | null;
  region: string | null;
  responsible_id: string | null;
  communities: { id: string; name: string }[];
  since: string;
  until: string | null;
  known_until: string | null;
  assumption: Text | null;
  state: 'active' | 'ended';
  /** That it is to end, or ends, by decision. */
  end: LineEndDto | null;
  external_ids: ExternalId[];
  created_at: Date;
  updated_at: Date;
}

/** What was recorded ends when its last day is over, whether or not anything has touched its row since. */
export const LINE_STATE = `CASE WHEN r.until < business_today() THEN 'ended' ELSE r.state END`;
export const lineColumns =
  (): string => `r.id, r.version, r.dataset, r.name, r.category, r.target_group, r.region, r.responsible_id,
  r.since::text, r.until::text, r.known_until::text, r.assumption, r.created_at, r.updated_at, ${LINE_STATE} AS state,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) ORDER BY c.name, c.id), '[]')
   FROM service_line_community l JOIN community c ON c.id = l.community_id
   WHERE l.service_line_id = r.id) AS communities,
  CASE WHEN r.end_proposed_on IS NOT NULL THEN jsonb_build_object('on', r.end_on, 'reason', r.end_reason,
    'proposedOn', r.end_proposed_on, 'decidedOn', r.end_decided_on, 'decision', r.end_decision,
    'runningContracts', (${runningContractsSql('r.id')})) END AS "end",
  ${externalIdsSql('service_line')}`;

/** One line as it stands. */
export async function serviceLineRow(manager: Reader, id: string): Promise<ServiceLineRow> {
  const [row] = await manager.query<ServiceLineRow[]>(`SELECT ${lineColumns()} FROM service_line r WHERE r.id = $1`, [
    id,
  ]);
  if (!row) throw new Problem('not_found');
  return row;
}

/** The body that answers for it and the committees of its communities hear of a change; everybody may. */
export async function changeOfLine(tx: Tx, line: ServiceLineRow) {
  const committees = await tx.query<{ id: string }>(
    `SELECT DISTINCT c.committee_id AS id FROM service_line_community l JOIN community c ON c.id = l.community_id
     WHERE l.service_line_id = $1 AND c.committee_id IS NOT NULL`,
    [line.id],
  );
  return {
    aggregate: 'service_line',
    id: line.id,
    dataset: line.dataset,
    region: line.region,
    tenants: [...(line.responsible_id === null ? [] : [line.responsible_id]), ...committees.map((c) => c.id)],
    public: true,
  };
}

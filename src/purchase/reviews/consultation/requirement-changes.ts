import type { Standard } from '../../tenders/conducted/terms/terms-types.js';
import { ConfirmedChangeDto, type ProposedChangeDto } from './consultation.dto.js';
import { toView } from '../../../kernel/http/view.js';

export interface ChangeRow {
  id: string;
  no: number;
  state: ProposedChangeDto['state'];
  requirement: string | null;
  standards: Standard[] | null;
  contract_terms: string | null;
  reason: string;
  proposed_at: string;
  decided_at: string | null;
  decision_reason: string | null;
  respond_by: string | null;
}

/** SQL: the changes of the requirement of the lot `l`, oldest first. */
export const CHANGES = `
  (SELECT coalesce(jsonb_agg(to_jsonb(c) - '{proposed_by,decided_by}'::text[] ORDER BY c.no), '[]')
   FROM requirement_change c WHERE c.lot_id = l.id AND c.round = l.consultation)`;

const iso = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString());

export const changeView = (change: ChangeRow): ConfirmedChangeDto =>
  toView(ConfirmedChangeDto, change, {
    standards:
      change.standards?.map(({ no, text, target, unit, measure }) => ({
        no,
        text,
        target: target ?? null,
        unit: unit ?? null,
        measure: measure ?? null,
      })) ?? null,
    respondBy: iso(change.respond_by),
    decidedAt: iso(change.decided_at),
  });

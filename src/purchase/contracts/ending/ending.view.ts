import { listDocumentIdsSql } from '../../../kernel/documents/document-references.js';
import type { ContractEndingDto } from './ending.dto.js';

/** SQL: what was proposed of the end of a contract, as JSON. */
export const listEndingsSql = (contract: string): string =>
  `SELECT coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'state', e.state, 'ground', e.ground,
     'reference', e.reference, 'decidedOn', e.decision_on, 'remedy', e.remedy_id, 'reason', e.reason, 'proposedAt', e.proposed_at,
     'hearUntil', e.hear_until, 'statement', e.statement,
     'documents', ${listDocumentIdsSql('contract_ending', 'e.id')}, 'heardAt', e.heard_at, 'decidedAt', e.decided_at)
     ORDER BY e.proposed_at, e.id), '[]')
   FROM contract_ending e WHERE e.contract_id = ${contract}`;

const iso = (text: string): string => new Date(text).toISOString();
const isoOrNull = (text: string | null): string | null => (text === null ? null : iso(text));

export const toEndingView = (ending: ContractEndingDto): ContractEndingDto => ({
  ...ending,
  proposedAt: iso(ending.proposedAt),
  heardAt: isoOrNull(ending.heardAt),
  decidedAt: isoOrNull(ending.decidedAt),
});

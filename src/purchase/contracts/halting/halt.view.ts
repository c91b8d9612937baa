import type { ServedBy } from './halt.rules.js';
import type { ContractHaltDto } from './halting.dto.js';

/** SQL: every halt of a contract, as JSON. */
export const listHaltsSql = (contract: string): string =>
  `SELECT coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'state', h.state, 'ground', h.ground, 'reference', h.reference,
     'reason', h.reason, 'until', h.until, 'servedBy', h.served_by, 'proposedAt', h.proposed_at, 'confirmDue', h.confirm_due,
     'decidedAt', h.decided_at, 'beganOn', h.began_on, 'endedOn', h.ended_on) ORDER BY h.proposed_at, h.id), '[]')
   FROM contract_halt h WHERE h.contract_id = ${contract}`;

const iso = (text: string): string => new Date(text).toISOString();

export const toHaltView = (
  halt: Omit<ContractHaltDto, 'servedBy'> & { servedBy: ServedBy[] | null },
): ContractHaltDto => ({
  ...halt,
  proposedAt: iso(halt.proposedAt),
  decidedAt: halt.decidedAt === null ? null : iso(halt.decidedAt),
  servedBy: (halt.servedBy ?? []).map(({ line = null, organisation = null, name = null, from }) => ({
    line,
    organisation,
    name,
    from,
  })),
});

import { standingBodySql } from '../../../people/organisations/merges/standing-records.js';
import type { ServedBy } from './halt.rules.js';
import type { ContractHaltDto } from './halting.dto.js';

/** SQL: who serves meanwhile, each by the record in which that body goes on. */
const SERVED_BY = `
  (SELECT jsonb_agg(s || jsonb_build_object('organisation', ${standingBodySql("(s ->> 'organisation')::uuid")}) ORDER BY n)
   FROM jsonb_array_elements(h.served_by) WITH ORDINALITY AS g(s, n))`;

/** SQL: every halt of a contract, as JSON. */
export const listHaltsSql = (contract: string): string =>
  `SELECT coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'state', h.state, 'ground', h.ground, 'reference', h.reference,
     'reason', h.reason, 'until', h.until, 'servedBy', ${SERVED_BY}, 'proposedAt', h.proposed_at, 'confirmDue', h.confirm_due,
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

import type { Tx } from '../../../kernel/database/transactions.js';
import { resolveParties } from '../../../people/organisations/parties.js';
import type { NewFact } from './facts-store.js';
import type { FactSource, Party } from './fact-types.js';
import type { CheckedFact } from './fact-check.js';

/** Fields of data that name a body. */
const PARTY_FIELDS = ['bidder', 'supplier', 'evaluator'] as const;

/** Facts ready to store: the bodies they name carry their ids. */
export async function withParties(
  tx: Tx,
  dataset: string,
  facts: readonly CheckedFact<NewFact['kind']>[],
): Promise<NewFact[]> {
  const data = facts.map((f) => ({ ...f.data }));
  const named = data.flatMap((fields, i) =>
    PARTY_FIELDS.flatMap((field) => {
      const party = fields[field] as Party | undefined;
      return party === undefined
        ? []
        : [{ i, field, party: { ...party, organisation: party.organisation?.toLowerCase() } }];
    }),
  );
  const ids =
    named.length === 0
      ? []
      : await resolveParties(
          tx,
          dataset,
          named.map((n) => n.party),
          (n) => `/facts/${named[n]?.i}/data/${named[n]?.field}`,
        );
  named.forEach(({ i, field, party: { organisation: _, ...party } }, n) => {
    const id = ids[n];
    (data[i] as Record<string, unknown>)[field] = { ...party, ...(id && { organisation: id }) };
  });
  return facts.map((fact, i) => ({
    kind: fact.kind,
    lot: fact.lot ?? null,
    data: data[i] as Record<string, unknown>,
    source: fact.source as FactSource,
    replaces: fact.replaces?.toLowerCase() ?? null,
    reason: fact.reason ?? null,
  }));
}

import type { Tx } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import { resolveNamedParties } from '../../../people/organisations/shared-parties.js';
import type { NewFact } from './facts-store.js';
import type { FactSource, Party } from './fact-types.js';
import type { CheckedFact } from './fact-check.js';

/** Fields of data that name a body. */
const PARTY_FIELDS = ['bidder', 'supplier', 'evaluator'] as const;
/** Fields that name several. */
const PARTY_LISTS = ['members', 'subcontractors'] as const;

/**
 * Facts ready to store: the bodies they name carry their ids. One whose record was merged carries the id of the record in which
 * it goes on, and its own beside it.
 */
export async function withParties(
  tx: Tx,
  dataset: string,
  facts: readonly CheckedFact<NewFact['kind']>[],
): Promise<NewFact[]> {
  const data = facts.map((f): Record<string, unknown> => ({ ...f.data }));
  const named = data.flatMap((fields, i) => listParties(fields, i));
  const records =
    named.length === 0
      ? []
      : await resolveNamedParties(
          tx,
          dataset,
          named.map(({ party }) => ({
            ...party,
            organisation: (party.recordedAs ?? party.organisation)?.toLowerCase(),
          })),
          (n) => `/facts/${named[n]?.i}/data/${named[n]?.path}`,
        );
  const resolved = named.map(({ i, path, party: { organisation, recordedAs, ...party } }, n) => {
    const record = records[n];
    if (!record) return party;
    const { id, mergedInto } = record;
    if (recordedAs && organisation && ![id, mergedInto].includes(organisation.toLowerCase()))
      throw invalid(`/facts/${i}/data/${path}/recordedAs`, 'not_this_body', {
        en: 'This record was not merged into the organisation that is named',
        zh: '该登记未并入所填机构',
      });
    return { ...party, organisation: mergedInto ?? id, ...(mergedInto !== null && { recordedAs: id }) };
  });
  named.forEach(({ i, path }, n) => {
    const fields = data[i] ?? {};
    if (path in fields) fields[path] = resolved[n];
  });
  data.forEach((fields, i) => {
    for (const list of PARTY_LISTS)
      if (Array.isArray(fields[list]))
        fields[list] = resolved.filter((_, n) => named[n]?.i === i && named[n].path.startsWith(`${list}/`));
  });
  return facts.map((fact, i) => ({
    kind: fact.kind,
    lot: fact.lot ?? null,
    data: data[i] ?? {},
    source: fact.source as FactSource,
    replaces: fact.replaces?.toLowerCase() ?? null,
    reason: fact.reason ?? null,
  }));
}

interface NamedParty {
  /** Number of the fact, and where in its data the body stands. */
  i: number;
  path: string;
  party: Party;
}

function listParties(fields: Record<string, unknown>, i: number): NamedParty[] {
  const single = PARTY_FIELDS.flatMap((path) => {
    const party = fields[path] as Party | undefined;
    return party === undefined ? [] : [{ i, path, party }];
  });
  const listed = PARTY_LISTS.flatMap((list) =>
    ((fields[list] ?? []) as Party[]).map((party, n) => ({ i, path: `${list}/${n}`, party })),
  );
  return [...single, ...listed];
}

import type { KeyRing } from '../../kernel/config/keys.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { assertFixedFields, type FixedField } from '../../kernel/http/validation/fixed-fields.js';
import type { NewOrganisationDto } from './organisation.dto.js';
import { listPersonKeys } from './persons/person-keys.js';

interface StatedRelations {
  persons: string[];
  holdings: string[];
}

interface Span {
  since?: string | null;
  until?: string | null;
}

const toText = (words: readonly string[], { since, until }: Span): string =>
  JSON.stringify([...words, since ?? null, until ?? null]);

/** Whether it says who stands behind the body; an empty list leaves them out. */
export const isStatingRelations = ({ persons, holdings, complete }: NewOrganisationDto): boolean =>
  Boolean(persons?.length || holdings?.length || complete);

/**
 * What is put of a body that is known says its persons and holdings as they are stated, or leaves them out: they are stated anew by
 * themselves (`setRelations`). Somebody without a resident id is never kept, so that nothing is said of them.
 *
 * @throws Problem `not_permitted` for who neither keeps the register nor stated them last, and may not learn by trying who stands
 *   behind a body; `validation_failed` with `cannot_change` for what is not stated so
 */
export async function assertStatedRelations(
  tx: Tx,
  identity: KeyRing,
  body: { id: string; relations_known: boolean },
  { persons: givenPersons, holdings: givenHoldings, complete }: NewOrganisationDto,
): Promise<void> {
  const [persons, holdings] = [givenPersons ?? [], givenHoldings ?? []];
  if (!tx.principal.permissions.has('organisation.manage') && !(await hasStatedThem(tx, body.id)))
    throw new Problem('not_permitted');
  const stated = await loadStatedRelations(tx, body.id);
  const toField = (pointer: string, isStated: boolean): FixedField => [
    pointer,
    'stated',
    isStated ? 'stated' : 'other',
  ];
  const fields = [
    ...persons.flatMap(({ relation, name, residentId, ...span }, i) => {
      if (!residentId) return [];
      const texts = listPersonKeys(identity, residentId).map((key) => toText([relation, key, name], span));
      return [
        toField(
          `/persons/${i}`,
          texts.some((text) => stated.persons.includes(text)),
        ),
      ];
    }),
    ...holdings.map(({ organisation, relation, ...span }, i) =>
      toField(`/holdings/${i}`, stated.holdings.includes(toText([relation, organisation.toLowerCase()], span))),
    ),
  ];
  const isWhole = persons.length >= stated.persons.length && holdings.length >= stated.holdings.length;
  const isCounted = persons.every(({ residentId }) => residentId);
  if (complete && isCounted) fields.push(toField('/complete', body.relations_known && isWhole));
  assertFixedFields(fields);
}

/** Whoever stated them last knows what they are. */
async function hasStatedThem(tx: Tx, body: string): Promise<boolean> {
  const [last] = await tx.query<{ actor: string | null }>(
    `SELECT actor_id AS actor FROM audit_entry
     WHERE aggregate_type = 'organisation' AND aggregate_id = $1 AND action IN ('created', 'relations_stated')
     ORDER BY seq DESC LIMIT 1`,
    [body],
  );
  return last !== undefined && last.actor === tx.principal.id;
}

async function loadStatedRelations(tx: Tx, body: string): Promise<StatedRelations> {
  const persons = await tx.query<{ relation: string; key: string; name: string } & Span>(
    `SELECT relation, person_key AS key, name, since::text AS since, until::text AS until FROM organisation_person WHERE organisation_id = $1`,
    [body],
  );
  const holdings = await tx.query<{ relation: string; holder: string } & Span>(
    `SELECT relation, held_by AS holder, since::text AS since, until::text AS until FROM organisation_holding WHERE organisation_id = $1`,
    [body],
  );
  return {
    persons: persons.map(({ relation, key, name, ...span }) => toText([relation, key, name], span)),
    holdings: holdings.map(({ relation, holder, ...span }) => toText([relation, holder], span)),
  };
}

import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import type { ExternalId } from '../../../kernel/database/external-ids/external-ids.js';
import type { NumberedType, PersonNumbers } from '../../../people/organisations/persons/person-numbers.js';
import { putEach, type BulkRequest } from '../bulk-kind.js';

interface PersonPut<D> {
  findBody: (body: D) => string;
  put: (known: string | null, number: ExternalId, body: D) => Promise<string>;
}

/** Puts people under the numbers that their bodies give them, which stand here as hashes. */
export async function putPeople<D extends object>(
  tx: BatchTx,
  numbers: PersonNumbers,
  type: NumberedType,
  requests: readonly BulkRequest<D>[],
  { findBody, put }: PersonPut<D>,
): Promise<boolean[]> {
  const own = requests.map(({ external, body }) => {
    if (external === null) throw new Error('Rows of this kind have an external id');
    return { body: findBody(body), number: external };
  });
  const places = await numbers.locate(tx, type, 'live', own);
  const located = requests.map((request, i) => ({ ...request, external: places[i] ?? null }));
  return putEach(tx, type, located, put);
}

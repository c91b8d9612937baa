import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import { loadRootsByExternalIds, type ExternalId } from '../../../kernel/database/external-ids/external-ids.js';
import { PROBLEMS } from '../../../kernel/errors/codes.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import type { NumberedType, PersonNumbers } from '../../../people/organisations/persons/person-numbers.js';
import { putEach, type BulkRequest } from '../bulk-kind.js';

interface PersonPut<D> {
  findBody: (body: D) => string;
  put: (known: string | null, number: ExternalId, body: D) => Promise<string>;
  /** Gives the number to somebody who is registered already. */
  attach: (id: string, number: ExternalId) => Promise<void>;
}

/** What is said of the number alone is said of the cell that gives it. */
export const PLACES_OF_NUMBERS = { '/id': '/externalId' };

/** Where the number of each row stands. */
function locateNumbers<D extends object>(
  tx: BatchTx,
  numbers: PersonNumbers,
  type: NumberedType,
  requests: readonly BulkRequest<D>[],
  findBody: (body: D) => string,
): Promise<ExternalId[]> {
  const own = requests.map(({ external, body }) => {
    if (external === null) throw new Error('Rows of this kind have an external id');
    return { body: findBody(body), number: external };
  });
  return numbers.locate(tx, type, 'live', own);
}

/** Who each row is: whom its number or our id says, null where somebody new is registered. */
export async function findPeople<T extends NumberedType, D extends { [K in T]?: string | null }>(
  tx: BatchTx,
  numbers: PersonNumbers,
  type: T,
  requests: readonly BulkRequest<D>[],
  findBody: (body: D) => string,
): Promise<(string | null)[]> {
  const places = await locateNumbers(tx, numbers, type, requests, findBody);
  const known = await loadRootsByExternalIds(tx, type, 'live', places);
  return places.map(({ system, id }, i) => known.get(`${system}:${id}`) ?? requests[i]?.body[type] ?? null);
}

/**
 * Puts people under the numbers that their bodies give them, which stand here as hashes. A row may name by our id somebody who was
 * registered before without a number.
 */
export async function putPeople<T extends NumberedType, D extends { [K in T]?: string | null }>(
  tx: BatchTx,
  numbers: PersonNumbers,
  type: T,
  requests: readonly BulkRequest<D>[],
  { findBody, put, attach }: PersonPut<D>,
): Promise<boolean[]> {
  const places = await locateNumbers(tx, numbers, type, requests, findBody);
  const located = requests.map((request, i) => ({ ...request, external: places[i] ?? null }));
  return putEach(tx, type, located, async (known, number, body) => {
    const named = body[type]?.toLowerCase();
    if (named === undefined || named === known) return put(known, number, body);
    const taken = PROBLEMS.external_id_taken.title;
    if (known !== null) throw Problem.ofField('external_id_taken', '/id', taken);
    try {
      await attach(named, number);
    } catch (error) {
      if (!(error instanceof Problem) || (error.code !== 'not_found' && error.code !== 'person_erased')) throw error;
      throw invalid(`/${type}`, error.code, PROBLEMS[error.code].title);
    }
    return put(named, number, body);
  });
}

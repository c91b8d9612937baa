import type { Tx } from '../../kernel/database/transactions.js';
import { forgetAnswers } from '../../kernel/http/idempotency/forget-answers.js';
import { TAKEN_OUT } from '../../kernel/identity/taken-out.js';
import type { PersonKeeper, PersonKind, PersonValues } from './person-kinds.js';

/** What a request is about. */
interface About {
  id: string;
  person_kind: PersonKind;
  person_id: string;
}

/** Every request about the person, this one too; their keys hold reasons, and what was blocked. */
async function listRequests(tx: Tx, { person_kind: kind, person_id: person }: About): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM personal_data_request WHERE person_kind = $1 AND person_id = $2 ORDER BY id`,
    [kind, person],
  );
  return rows.map(({ id }) => id);
}

const toPlace = (request: string) => ({
  person: `personal_data_request:${request}` as const,
  place: `throughline blocked values 1|${request}`,
});

/**
 * Takes the data out of its rows and destroys the keys of whatever is written about the person where nothing is ever changed.
 * Answers that name the person are left to the caller, who may forget those of many at once (`forgetAnswers`).
 */
export async function eraseData(tx: Tx, about: About, keeper: PersonKeeper | null): Promise<void> {
  if (keeper) await keeper.remove(tx, about.person_id);
  const requests = new Set([about.id, ...(await listRequests(tx, about))]);
  for (const request of requests) await tx.persons.destroy(tx.manager, `personal_data_request:${request}`);
  if (about.person_kind !== 'behind_body') {
    await tx.persons.destroy(tx.manager, `${about.person_kind}:${about.person_id}`);
    return;
  }
  // Who stands behind bodies is known by a keyed hash, which is data about them as well.
  await tx.query(
    `UPDATE personal_data_request SET person_id = $3 WHERE person_kind = 'behind_body' AND person_id = $1 AND id <> $2`,
    [about.person_id, about.id, TAKEN_OUT],
  );
}

/** Takes the data out of its rows and answers it under a key of the request. */
export async function blockData(tx: Tx, about: About, keeper: PersonKeeper, values: PersonValues): Promise<Buffer> {
  await keeper.remove(tx, about.person_id);
  await forgetAnswers(tx, [about.person_id]);
  const [covered] = await tx.persons.cover(tx.manager, [{ ...toPlace(about.id), text: JSON.stringify(values) }]);
  if (!covered) throw new Error(`The key of request ${about.id} is destroyed`);
  return covered;
}

/** What was blocked; null where its key is gone. */
export async function readBlockedValues(tx: Tx, request: string, covered: Buffer): Promise<PersonValues | null> {
  const [text] = await tx.persons.read(tx.manager, [{ ...toPlace(request), covered }]);
  return text ? (JSON.parse(text) as PersonValues) : null;
}

import type { PersonName } from '../../kernel/audit/persons/person-keys.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { forgetAnswers } from '../../kernel/http/idempotency/forget-answers.js';
import type { PersonKeeper, PersonKind, PersonValues } from './person-kinds.js';

/** What a request is about. */
interface About {
  id: string;
  person_kind: PersonKind;
  person_id: string;
}

/** The key under which reasons about a person are kept. Who stands behind bodies is named in none. */
const listKeys = ({ id, person_kind, person_id }: About): PersonName[] => [
  `personal_data_request:${id}`,
  ...(person_kind === 'behind_body' ? [] : [`${person_kind}:${person_id}` as const]),
];

const toPlace = (request: string) => ({
  person: `personal_data_request:${request}` as const,
  place: `throughline blocked values 1|${request}`,
});

/** Takes the data out of its rows and destroys the keys of whatever is written about the person where nothing is ever changed. */
export async function eraseData(tx: Tx, about: About, keeper: PersonKeeper | null): Promise<void> {
  if (keeper) await keeper.remove(tx, about.person_id);
  await forgetAnswers(tx, about.person_id);
  for (const key of listKeys(about)) await tx.persons.destroy(tx.manager, key);
}

/** Takes the data out of its rows and answers it under a key of the request. */
export async function blockData(tx: Tx, about: About, keeper: PersonKeeper, values: PersonValues): Promise<Buffer> {
  await keeper.remove(tx, about.person_id);
  await forgetAnswers(tx, about.person_id);
  const [covered] = await tx.persons.cover(tx.manager, [{ ...toPlace(about.id), text: JSON.stringify(values) }]);
  if (!covered) throw new Error(`The key of request ${about.id} is destroyed`);
  return covered;
}

/** What was blocked; null where its key is gone. */
export async function readBlockedValues(tx: Tx, request: string, covered: Buffer): Promise<PersonValues | null> {
  const [text] = await tx.persons.read(tx.manager, [{ ...toPlace(request), covered }]);
  return text ? (JSON.parse(text) as PersonValues) : null;
}

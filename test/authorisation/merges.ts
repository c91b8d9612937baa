import { makeBody } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import type { People } from './people.js';
import type { Resource } from './places.js';

/** A merge of two records that one administrator proposed. */
export async function makeMerge(app: TestApp, people: People): Promise<Resource> {
  const [record, into] = [await makeBody(app), await makeBody(app)];
  const at = `/api/v1/organisations/${record}/merges`;
  const body = { into, ground: '同一机构' };
  const answer = await app.http.post(at).set(people.tied.admin.auth).send(body);
  if (answer.status !== 201) throw new Error(answer.text);
  const { id } = answer.body as { id: string };
  return {
    params: { id: record, merge: id },
    view: `organisations/${record}/merges/${id}`,
    reader: people.tied.admin,
    markers: { listOrganisationMerges: id },
    bodies: { proposeOrganisationMerge: body },
  };
}

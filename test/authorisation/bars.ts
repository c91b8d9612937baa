import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import type { People } from './people.js';
import type { Resource } from './places.js';

const DECISION = {
  ...{ number: '财监〔2025〕1号', authority: '示例财政局', decided: 'finance_authority' },
  ...{ from: '2015-01-01', until: '2016-12-31' },
};

/** A decision that bars an agency, which another person has confirmed. */
export async function makeBar(app: TestApp, people: People): Promise<Resource> {
  const { agency } = people.bodies;
  const at = `/api/v1/organisations/${agency}/bars`;
  const send = async (path: string, by: TestAccount, body: object, headers: object = {}): Promise<{ id: string }> => {
    const answer = await app.http
      .post(path)
      .set({ ...by.auth, ...headers })
      .send(body);
    if (answer.status >= 300) throw new Error(answer.text);
    return answer.body as { id: string };
  };
  const { id } = await send(at, people.tied.finance_authority, DECISION);
  await send(`${at}/${id}/actions/confirm`, people.tied.admin, {}, { 'If-Match': '"1"' });
  return {
    params: { id: agency, bar: id },
    view: `organisations/${agency}/bars/${id}`,
    reader: people.tied.admin,
    markers: { listOrganisationBars: id },
    bodies: { recordOrganisationBar: DECISION },
  };
}

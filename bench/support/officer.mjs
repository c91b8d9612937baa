import { randomBytes } from 'node:crypto';
import { Passwords } from '../../dist/src/people/accounts/sessions/passwords.js';

const PASSWORD = randomBytes(12).toString('base64url');

/** Somebody of a body of this kind: the body's id, and how to sign in to a server. */
export async function makePerson(client, kind, role) {
  const hash = await new Passwords().hash(PASSWORD);
  const { rows } = await client.query(
    `WITH body AS (
       INSERT INTO organisation (dataset, name, kind, region) VALUES ('live', '示例单位 ' || $2::text, $2, '990203') RETURNING id
     ), person AS (
       INSERT INTO app_user (login, name, password_hash) VALUES ($3, '示例人员', $1) RETURNING id
     )
     INSERT INTO seat (user_id, organisation_id, role) SELECT person.id, body.id, $3 FROM person, body
     RETURNING organisation_id AS body`,
    [hash, kind, role],
  );
  const signIn = async (url) => {
    const answer = await fetch(`${url}/api/v1/auth/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login: role, password: PASSWORD }),
    });
    if (answer.status !== 201) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).accessToken;
  };
  return { body: rows[0].body, signIn };
}

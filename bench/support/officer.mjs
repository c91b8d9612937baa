import { randomBytes } from 'node:crypto';
import { Passwords } from '../../dist/src/modules/accounts/passwords.js';

const PASSWORD = randomBytes(12).toString('base64url');

/** An officer of a bureau: the bureau's id, and how to sign in to a server. */
export async function makeOfficer(client) {
  const hash = await new Passwords().hash(PASSWORD);
  const { rows } = await client.query(
    `WITH body AS (
       INSERT INTO organisation (dataset, name, kind, region) VALUES ('live', '示例民政局', 'bureau', '990203') RETURNING id
     ), person AS (
       INSERT INTO app_user (login, name, password_hash) VALUES ('officer', '经办人', $1) RETURNING id
     )
     INSERT INTO seat (user_id, organisation_id, role) SELECT person.id, body.id, 'bureau_officer' FROM person, body
     RETURNING organisation_id AS bureau`,
    [hash],
  );
  const signIn = async (url) => {
    const answer = await fetch(`${url}/api/v1/auth/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login: 'officer', password: PASSWORD }),
    });
    if (answer.status !== 201) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).accessToken;
  };
  return { bureau: rows[0].bureau, signIn };
}

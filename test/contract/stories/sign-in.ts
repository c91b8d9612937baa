import { Authenticator } from '../../support/authenticator.js';
import { TestProvider } from '../../support/provider.js';
import { bearer, PASSWORDS, type Story } from './story.js';

interface Tokens {
  accessToken: string;
}
const LOGIN = { login: 'k.officer', password: PASSWORDS.second };
/** A client makes a new one each time. */
const HANDLE = 'Zt1cXn0b5Qe8Vw2rLk7YhUo4Jd9Sg3Mp6Ai-Tf_xNBE';

/** The officer sets up a second factor, signs in with it, and takes it away again. */
export const secondFactors: Story = async ({ contract, as }) => {
  const { stable, app } = contract;
  const set = await contract.ask<{ secret: string }>('enrolSecondFactor', {
    as: as.officer,
    body: { password: PASSWORDS.second },
  });
  const own = new Authenticator(set.body.secret);
  const newCode = (as: string): string => {
    const code = own.newCode();
    stable.hide(code, as);
    return code;
  };
  const codes = Array.from({ length: 10 }, (_, i) => `${'7KQ2MV3X9T'[i]}4HNB-${'D0ZRPC5GJW'[i]}T8EY`);
  const confirmed = await contract.ask<{ recoveryCodes: string[] }>('confirmSecondFactor', {
    as: as.officer,
    body: { code: newCode('385204') },
    written: { recoveryCodes: codes },
  });
  if (confirmed.body.recoveryCodes.length !== codes.length) throw new Error('ten codes are shown');
  await contract.ask('getSecondFactor', { as: as.officer });
  const due = await app.http.post('/api/v1/auth/sessions').send(LOGIN).expect(401);
  const { ticket } = (due.body as { facts: { ticket: string } }).facts;
  stable.hide(ticket, '6b1f0c2e-5d77-4c1b-9a58-0f6f2b9d4e13.pX3q…');
  await contract.ask('redeemTicket', { body: { ticket, code: newCode('917340') } });
  await contract.ask('removeSecondFactor', { as: as.officer, body: { code: newCode('064218') } });
};

/** The officer links the city's account to the own one, signs in by it, and unlinks it. */
export const providers: Story = async ({ contract, as }) => {
  const { stable, app } = contract;
  const provider = await TestProvider.start();
  const { oidcProviders } = app.settings;
  try {
    oidcProviders.push(provider.describe('city'));
    stable.hide(provider.issuer, 'https://id.city.example');
    const path = { name: 'city' };
    const body = { handle: HANDLE };
    const url = 'https://id.city.example/auth?client_id=throughline&scope=openid&state=Kp2v…';
    const visit = async (address: string): Promise<string> => {
      const callback = await provider.visit(address, 'wang.li');
      stable.hide(callback, 'code=Xq7b…&state=Kp2v…&iss=https%3A%2F%2Fid.city.example');
      return callback;
    };
    await contract.ask('listProviders');
    const linking = await contract.ask<{ url: string }>('startProviderLink', {
      ...{ as: as.officer, path, body, written: { url } },
    });
    const given = { handle: HANDLE, callback: await visit(linking.body.url), password: PASSWORDS.second };
    const link = await contract.ask<{ id: string }>('linkProvider', { as: as.officer, path, body: given });
    const begun = await contract.ask<{ url: string }>('startProviderSignIn', { path, body, written: { url } });
    const { body: tokens } = await contract.ask<Tokens>('signInByProvider', {
      path,
      body: { handle: HANDLE, callback: await visit(begun.body.url) },
    });
    const auth = bearer(tokens.accessToken);
    await contract.ask('listOwnLinks', { as: auth });
    await contract.ask('endOwnLink', { as: auth, path: { id: link.body.id } });
  } finally {
    oidcProviders.length = 0;
    await provider.close();
  }
};

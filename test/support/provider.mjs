/**
 * A provider of OpenID Connect as a process of its own: `oidc-provider` with two clients. Whoever comes is who the header
 * `x-subject` says, in the way that `x-acr` and `x-amr` say: people at its own page are not what is tested.
 */
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [redirectUri] = process.argv.slice(2);
const client = (id) => ({
  client_id: id,
  client_secret: `secret of ${id}, long enough for anything`,
  redirect_uris: [redirectUri],
  response_types: ['code'],
  grant_types: ['authorization_code'],
});

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [client('throughline'), client('another')],
    acrValues: ['plain', 'strong'],
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key of a test'] },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, amr: id.includes('+') ? ['pwd', 'mfa'] : ['pwd'] }),
    }),
    claims: { openid: ['sub', 'acr', 'amr'] },
    conformIdTokenClaims: false,
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    const { 'x-subject': accountId, 'x-acr': acr } = request.headers;
    await provider.interactionFinished(request, response, { login: { accountId, ...(acr && { acr }) } });
  });
  process.stdout.write(`ready ${issuer}\n`);
});

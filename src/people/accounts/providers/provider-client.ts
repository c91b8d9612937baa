import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import type { ProviderSetting } from '../../../kernel/config/provider-setting.js';
import { Settings } from '../../../kernel/config/settings.js';
import { LastingProblem, Problem } from '../../../kernel/errors/problem.js';
import type { Identity } from './identities.js';

const SCOPE = 'openid';
/** How long what a provider says of itself is believed. */
const KEPT_MS = 3_600_000;

/** What the answer of a provider is held to. */
export interface Expected {
  state: string;
  nonce: string;
  verifier: string;
}

/** Speaks with the providers of the settings. What one says of itself is read when it is first needed, and each hour. */
@Injectable()
export class ProviderClient {
  private readonly known = new Map<string, { config: Promise<oidc.Configuration>; until: number }>();

  /** How long a provider may take to answer. */
  timeoutSeconds = 10;

  constructor(private readonly settings: Settings) {}

  list(): readonly ProviderSetting[] {
    return this.settings.oidcProviders;
  }

  /** @throws Problem `not_found` */
  get(name: string): ProviderSetting {
    const found = this.settings.oidcProviders.find((provider) => provider.name === name);
    if (!found) throw new Problem('not_found');
    return found;
  }

  /** Where the browser goes. @throws Problem `provider_away` */
  async buildUrl(provider: ProviderSetting, { state, nonce, verifier }: Expected): Promise<string> {
    const config = await this.discover(provider);
    const acr = provider.secondFactor?.acr ?? [];
    const parameters = {
      ...{ redirect_uri: provider.redirectUri, scope: SCOPE, state, nonce },
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(acr.length > 0 && { acr_values: acr.join(' ') }),
    };
    return oidc.buildAuthorizationUrl(config, parameters).href;
  }

  /**
   * Exchanges the code that the browser brought back, and holds signature, issuer, audience, nonce and times of the answer to
   * what was asked. @throws Problem `provider_refused`, `provider_away`
   */
  async exchange(provider: ProviderSetting, callback: URLSearchParams, expected: Expected): Promise<Identity> {
    const config = await this.discover(provider);
    const url = new URL(provider.redirectUri);
    url.search = callback.toString();
    try {
      const answer = await oidc.authorizationCodeGrant(config, url, {
        expectedState: expected.state,
        expectedNonce: expected.nonce,
        pkceCodeVerifier: expected.verifier,
        idTokenExpected: true,
      });
      const claims = answer.claims();
      if (!claims) throw new LastingProblem('provider_refused');
      const { iss: issuer, sub: subject, acr, amr } = claims;
      return { issuer, subject, acr: typeof acr === 'string' ? acr : null, amr: listMethods(amr) };
    } catch (error) {
      throw isAway(error) ? toAway() : new LastingProblem('provider_refused');
    }
  }

  private discover(provider: ProviderSetting): Promise<oidc.Configuration> {
    const known = this.known.get(provider.name);
    if (known && Date.now() < known.until) return known.config;
    const issuer = new URL(provider.issuer);
    const config = oidc
      .discovery(issuer, provider.clientId, provider.clientSecret, undefined, {
        execute: [
          oidc.enableNonRepudiationChecks,
          // The settings let it be on the same machine alone, and never in production.
          ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
        timeout: this.timeoutSeconds,
      })
      .catch(() => {
        this.known.delete(provider.name);
        throw toAway();
      });
    this.known.set(provider.name, { config, until: Date.now() + KEPT_MS });
    return config;
  }
}

const toAway = (): Problem => new Problem('provider_away', { retryAfterSeconds: 30 });

const listMethods = (amr: unknown): string[] =>
  Array.isArray(amr) ? amr.filter((method): method is string => typeof method === 'string') : [];

/** Ways in which a provider does not answer, or somebody answers in its place: a proxy with a page or a status of its own. */
const AWAY = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

/** No answer, or none of the provider's own. */
const isAway = (error: unknown): boolean =>
  error instanceof Error &&
  (error instanceof TypeError ||
    (error instanceof oidc.ClientError && AWAY.has(error.code ?? '')) ||
    (error instanceof oidc.ResponseBodyError && (error.status === 429 || error.status >= 500)));

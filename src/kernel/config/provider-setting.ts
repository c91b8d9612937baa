import { ValidateBy } from 'class-validator';
import { Transform } from 'class-transformer';

/** Somebody else's service by which people sign in (OpenID Connect). */
export interface ProviderSetting {
  /** Stands in addresses and in what is stored: it stays. */
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where the provider sends the browser back to: a page of the client, registered there. */
  redirectUri: string;
  label: { en: string; zh: string };
  /** What it must say of a sign-in for it to count as a second factor; left out: it never does. */
  secondFactor?: { acr?: string[]; amr?: string[] };
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isTexts = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.every(isText));
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `http` is for a provider on the same machine alone. */
function isAddress(value: unknown): boolean {
  if (!isText(value) || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

function findFault(given: unknown): string | null {
  if (!isObject(given)) return 'is not a JSON list of objects';
  const { name, issuer, clientId, clientSecret, redirectUri, label, secondFactor = {} } = given;
  if (!isText(name) || !/^[a-z0-9-]{1,40}$/.test(name)) return 'name: 1 to 40 of a-z, 0-9 and -';
  if (!isAddress(issuer)) return `${name}: issuer: must be https`;
  if (!isAddress(redirectUri)) return `${name}: redirectUri: must be https`;
  if (!isText(clientId) || !isText(clientSecret)) return `${name}: clientId and clientSecret are required`;
  if (!isObject(label) || !isText(label['en']) || !isText(label['zh'])) return `${name}: label: en and zh are required`;
  if (!isObject(secondFactor) || !isTexts(secondFactor['acr']) || !isTexts(secondFactor['amr']))
    return `${name}: secondFactor: acr and amr are lists of texts`;
  return null;
}

/** What is wrong with the list, without a word of its secrets, or null. */
function findListFault(value: unknown): string | null {
  if (!Array.isArray(value)) return 'is not a JSON list of objects';
  const faults = value.map(findFault).filter((fault) => fault !== null);
  const names = value.map((given: unknown) => (isObject(given) ? given['name'] : null));
  return faults[0] ?? (new Set(names).size === names.length ? null : 'two have one name');
}

export const ToProviders = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }): unknown => {
    try {
      return typeof value === 'string' ? JSON.parse(value) : value;
    } catch {
      return null;
    }
  });

export const IsProviders = (): PropertyDecorator =>
  ValidateBy({
    name: 'isProviders',
    validator: {
      validate: (value: unknown) => findListFault(value) === null,
      defaultMessage: (args) => findListFault(args?.value) ?? '',
    },
  });

/** Providers that are reached without TLS. */
export const listPlainIssuers = (providers: readonly ProviderSetting[]): string[] =>
  providers.filter(({ issuer }) => issuer.startsWith('http:')).map(({ name }) => name);

import { ValidateBy } from 'class-validator';
import { isIP } from 'node:net';

/** Names for ranges that Express knows. */
const NAMED = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isNetwork(text: string): boolean {
  const [address = '', prefix, more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return NAMED.has(text);
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

export const networks = (text: string): string[] => (text === 'none' ? [] : text.split(',').map((part) => part.trim()));

/** Addresses, networks (`10.0.0.0/8`) and named ranges, separated by commas, or `none`. */
export const IsNetworks = (): PropertyDecorator =>
  ValidateBy({
    name: 'isNetworks',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && networks(value).every(isNetwork),
      defaultMessage: () => 'must be addresses or networks (10.0.0.0/8), separated by commas, or none',
    },
  });

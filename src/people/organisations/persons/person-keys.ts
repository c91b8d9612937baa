import type { KeyRing } from '../../../kernel/config/keys.js';
import { pseudonym } from '../../../kernel/identity/pseudonym.js';

/** The key under which one person is recognised in several bodies. The resident id itself is kept nowhere. */
export function personKey(identity: KeyRing, residentId: string): string {
  const [key] = listPersonKeys(identity, residentId) as [string];
  return key;
}

/** The same under each of the keys, the newest first: what was stored before keys were rotated stands under an older one. */
export const listPersonKeys = (identity: KeyRing, residentId: string): string[] =>
  identity.map(({ id, bytes }) => pseudonym({ id, purpose: 'person', secret: bytes }, residentId.toUpperCase()));

import type { KeyRing } from '../../../kernel/config/keys.js';
import { pseudonym } from '../../../kernel/identity/pseudonym.js';

/** The key under which one person is recognised in several bodies. The resident id itself is kept nowhere. */
export function personKey(identity: KeyRing, residentId: string): string {
  const [key] = identity;
  return pseudonym({ id: key.id, purpose: 'person', secret: key.bytes }, residentId.toUpperCase());
}

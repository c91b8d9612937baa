import { pseudonym } from '../../platform/identity/pseudonym.js';
/** The key under which one person is recognised in several bodies. The resident id itself is kept nowhere. */
export function personKey(identity, residentId) {
    const [key] = identity;
    return pseudonym({ id: key.id, purpose: 'person', secret: key.bytes }, residentId.toUpperCase());
}
//# sourceMappingURL=person-keys.js.map
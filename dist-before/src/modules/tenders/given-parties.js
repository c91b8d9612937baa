import { resolveParties } from '../organisations/parties.js';
/** Fields of data that name a body. */
const PARTY_FIELDS = ['bidder', 'supplier', 'evaluator'];
/** Facts ready to store: the bodies they name carry their ids. */
export async function withParties(tx, dataset, facts) {
    const data = facts.map((f) => ({ ...f.data }));
    const named = data.flatMap((fields, i) => PARTY_FIELDS.flatMap((field) => {
        const party = fields[field];
        return party === undefined
            ? []
            : [{ i, field, party: { ...party, organisation: party.organisation?.toLowerCase() } }];
    }));
    const ids = named.length === 0
        ? []
        : await resolveParties(tx, dataset, named.map((n) => n.party), (n) => `/facts/${named[n]?.i}/data/${named[n]?.field}`);
    named.forEach(({ i, field, party: { organisation: _, ...party } }, n) => {
        const id = ids[n];
        data[i][field] = { ...party, ...(id && { organisation: id }) };
    });
    return facts.map((fact, i) => ({
        kind: fact.kind,
        lot: fact.lot ?? null,
        data: data[i],
        source: fact.source,
        replaces: fact.replaces?.toLowerCase() ?? null,
        reason: fact.reason ?? null,
    }));
}
//# sourceMappingURL=given-parties.js.map
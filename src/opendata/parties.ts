import { CREDIT_CODES } from './codes.js';
import type { BodyReference, OcdsParty } from './ocds-types.js';
import type { NamedBody, PublishedPurchase } from './published-purchases.queries.js';
import { omitUnknown } from './values.rules.js';

/** The bodies that a purchase names. */
export function listNamedBodies({
  buyer_id: buyer,
  joint_buyers: joint,
  lots,
  contracts,
}: PublishedPurchase): string[] {
  const named = [
    buyer,
    ...joint,
    ...lots.flatMap(({ bids, awards, ended_awards: ended }) => [
      ...bids.flatMap(({ bidder, members }) => [bidder, ...members]),
      ...[...awards, ...ended].map((award) => award.supplier),
    ]),
    ...contracts.map((contract) => contract.supplier),
  ];
  return [...new Set(named.filter((id) => id !== null))];
}

type Role = 'buyer' | 'procuringEntity' | 'tenderer' | 'supplier' | 'payer' | 'payee';

/** Collects who has which role, as references are made. */
export class Parties {
  private readonly roles = new Map<string, Set<Role>>();

  constructor(private readonly bodies: ReadonlyMap<string, NamedBody>) {}

  /** The reference to a body in these roles; undefined where nobody is named. */
  refer(id: string | null, ...roles: Role[]): BodyReference | undefined {
    const body = id === null ? undefined : this.bodies.get(id);
    if (body === undefined) return undefined;
    const held = this.roles.get(body.id) ?? new Set<Role>();
    for (const role of roles) held.add(role);
    this.roles.set(body.id, held);
    return { id: body.id, name: body.name };
  }

  list(): OcdsParty[] {
    return [...this.roles.entries()]
      .flatMap(([id, roles]) => {
        const body = this.bodies.get(id);
        return body === undefined ? [] : [toParty(body, [...roles].sort())];
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

/** The id that the body has here, which stays when its credit code becomes known: who merges releases knows it by its id. */
const toParty = (body: NamedBody, roles: string[]): OcdsParty => ({
  id: body.id,
  name: body.name,
  identifier: omitUnknown({
    scheme: body.credit_code === null ? undefined : CREDIT_CODES,
    id: body.credit_code ?? body.id,
    legalName: body.name,
  }),
  roles,
});

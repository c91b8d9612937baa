/** A body as a source names it. `organisation` is an id of this system. */
export interface PartyRef {
  organisation?: string | null;
  name?: string | null;
  creditCode?: string | null;
}

export interface KnownBody {
  id: string;
  name: string;
  credit_code: string | null;
  region?: string | null;
  /** The record in which the body goes on. */
  merged_into?: string | null;
}

/**
 * Which stored body a named party is: one per credit code, else one per name, within one dataset. A name alone means the
 * body that has only that name, else the one identified body of that name; where two identified bodies share the name it
 * means neither.
 */
export class PartyDirectory {
  private readonly byId = new Map<string, KnownBody>();
  private readonly byCode = new Map<string, KnownBody>();
  private readonly byName = new Map<string, KnownBody[]>();

  constructor(bodies: Iterable<KnownBody>) {
    for (const body of bodies) this.add(body);
  }

  /** A body added again under its id (it turned out to have a credit code, or another name) replaces what was known. */
  add(body: KnownBody): void {
    const before = this.byId.get(body.id);
    if (before) this.byName.set(before.name, this.listOthers(before));
    this.byName.set(body.name, [...this.listOthers(body), body]);
    this.byId.set(body.id, body);
    if (body.credit_code !== null) this.byCode.set(body.credit_code, body);
  }

  private listOthers({ id, name }: KnownBody): KnownBody[] {
    return (this.byName.get(name) ?? []).filter((b) => b.id !== id);
  }

  find({ organisation, creditCode, name }: PartyRef): KnownBody | undefined {
    if (organisation) return this.byId.get(organisation);
    if (creditCode) return this.byCode.get(creditCode);
    if (!name) return undefined;
    const named = this.byName.get(name) ?? [];
    return this.findNamelessBody(name) ?? (named.length === 1 ? named[0] : undefined);
  }

  /** The body known by its name alone that a party with this name and a credit code turns out to be. */
  findNamelessBody(name: string): KnownBody | undefined {
    return this.byName.get(name)?.find((b) => b.credit_code === null);
  }
}

/** The parties that stand for a new body, each once, those with a credit code first: they settle what a name means. */
export function distinct(parties: readonly PartyRef[]): PartyRef[] {
  const unique = new Map<string, PartyRef>();
  for (const party of parties) {
    const key = party.creditCode ? `code ${party.creditCode}` : `name ${party.name ?? ''}`;
    const before = unique.get(key);
    if (!before || (!before.name && party.name)) unique.set(key, party);
  }
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, party]) => party);
}

import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import type { Reader } from '../../kernel/database/reader.js';
import type { Tx } from '../../kernel/database/transactions.js';

/** Whom data is kept about, by where it lies. */
export const PERSON_KINDS = ['account', 'worker', 'recipient', 'registration', 'contact', 'behind_body'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

/** What is kept about one person, by field. */
export type PersonValues = Readonly<Record<string, unknown>>;

/** Bodies in whose purchases somebody may have taken part, and contracts that it was a part of. */
export interface TakenPart {
  bodies: string[];
  contracts: string[];
}

/** One person, as far as a request about its data must know it. */
export interface KeptPerson {
  /** Bodies that keep the data, and decide on it. */
  bodies: string[];
  /** By what it may have taken part in purchases; null: in none. */
  takenPart: TakenPart | null;
  /** What the data is still needed for; null: it was collected for nothing that goes on. */
  neededFor: string | null;
  values: PersonValues;
  /** Type and id of lists in which the name was shown. */
  shownIn: string[];
  /** Bodies of which alone entries are copied; left out: of all. */
  entriesOf?: readonly string[];
}

/** What a room says of the people of one kind. */
export interface PersonKeeper {
  /** Holds what removing the person changes besides, before it is found: who keeps rows of others by it holds these first. */
  lock?(tx: Tx, id: string): Promise<void>;
  /** The person, locked; null where there is none. */
  find(tx: Tx, id: string): Promise<KeptPerson | null>;
  /** Whether the caller keeps the data of this person, or is this person. */
  mayAsk(caller: Principal, id: string, person: KeptPerson): boolean;
  /** What of it a caller is shown who may ask: left out, all. */
  limit?(caller: Principal, id: string, person: KeptPerson): KeptPerson;
  /** Takes the data out of its rows; what must stand there holds the mark. */
  remove(tx: Tx, id: string): Promise<void>;
  /** Ids of those whose data has been needed for nothing since before an instant, after an id (null: from the first), in order. */
  listEnded(reader: Reader, before: Date, after: string | null, most: number): Promise<string[]>;
}

type RemoveTraces = (tx: Tx, kind: PersonKind, id: string) => Promise<unknown>;

/** SQL: nothing about this person was erased or blocked yet. */
export const isUnhandledSql = (kind: PersonKind, id: string): string =>
  `NOT EXISTS (SELECT FROM personal_data_request q
     WHERE q.person_kind = '${kind}' AND q.person_id = ${id} AND q.state IN ('erased', 'blocked'))`;

/** The rooms that keep people's data, by kind. */
@Injectable()
export class PersonKinds {
  private readonly keepers = new Map<PersonKind, PersonKeeper>();
  private readonly traces: RemoveTraces[] = [];

  contribute(kind: PersonKind, keeper: PersonKeeper): void {
    if (this.keepers.has(kind)) throw new Error(`Two rooms keep ${kind}`);
    this.keepers.set(kind, keeper);
  }

  /** What later rooms hold of people beside their keeper goes first, while it can still be told whose it is. */
  contributeTraces(remove: RemoveTraces): void {
    this.traces.push(remove);
  }

  get(kind: PersonKind): PersonKeeper {
    const keeper = this.keepers.get(kind);
    if (!keeper) throw new Error(`No room keeps ${kind}`);
    const remove = async (tx: Tx, id: string): Promise<void> => {
      for (const removeTraces of this.traces) await removeTraces(tx, kind, id);
      await keeper.remove(tx, id);
    };
    return { ...keeper, remove };
  }
}

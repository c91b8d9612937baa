import { randomBytes } from 'node:crypto';
import type { KeyRing } from '../../config/keys.js';
import type { Reader } from '../../database/reader.js';
import { coverText, uncoverText } from '../../sealing/covered-text.js';

/** Kind and id of a person, `worker:…`. */
export type PersonName = `${string}:${string}`;

/** A text about a person, and the place that it is bound to. */
export interface PersonText {
  person: PersonName;
  place: string;
}

/**
 * One key per person, for words about them that are written where nothing is ever changed. It lies in the database encrypted
 * under a key outside it; destroying it makes every such text unreadable, in every entry at once.
 */
export class PersonKeys {
  private readonly wrapping: readonly [Buffer, ...Buffer[]];

  constructor(ring: KeyRing) {
    const [first, ...older] = ring.map(({ bytes }) => bytes);
    this.wrapping = [first as Buffer, ...older];
  }

  /** Each text under its person's key, made where there is none yet; null for a person whose key was destroyed. */
  async cover(manager: Reader, texts: readonly (PersonText & { text: string })[]): Promise<(Buffer | null)[]> {
    if (texts.length === 0) return [];
    const persons = [...new Set(texts.map(({ person }) => person))].sort();
    const fresh = persons.map((person) => this.wrap(person, randomBytes(32)));
    await manager.query(
      `INSERT INTO person_key (person, key) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT DO NOTHING`,
      [persons, fresh],
    );
    const keys = await this.load(manager, persons);
    return texts.map(({ person, place, text }) => {
      const key = keys.get(person);
      return key === undefined ? null : coverText(key, place, text);
    });
  }

  /** The texts; null where the key was destroyed, or the text is none of this place. */
  async read(reader: Reader, texts: readonly (PersonText & { covered: Buffer })[]): Promise<(string | null)[]> {
    if (texts.length === 0) return [];
    const keys = await this.load(reader, [...new Set(texts.map(({ person }) => person))]);
    return texts.map(({ person, place, covered }) => {
      const key = keys.get(person);
      return key === undefined ? null : uncoverText([key], place, covered);
    });
  }

  /** Once and for all: no key is made for this person again. */
  async destroy(manager: Reader, person: PersonName): Promise<void> {
    await manager.query(
      `INSERT INTO person_key (person, key, destroyed_at) VALUES ($1, NULL, clock_timestamp())
       ON CONFLICT (person) DO UPDATE SET key = NULL, destroyed_at = clock_timestamp() WHERE person_key.key IS NOT NULL`,
      [person],
    );
  }

  private async load(reader: Reader, persons: readonly string[]): Promise<Map<string, Buffer>> {
    const rows = await reader.query<{ person: string; key: Buffer }[]>(
      `SELECT person, key FROM person_key WHERE person = ANY ($1::text[]) AND key IS NOT NULL`,
      [persons],
    );
    const keys = new Map<string, Buffer>();
    for (const { person, key } of rows) {
      const bytes = uncoverText(this.wrapping, formatPlace(person), key);
      if (bytes !== null) keys.set(person, Buffer.from(bytes, 'base64'));
    }
    return keys;
  }

  private wrap(person: string, key: Buffer): Buffer {
    return coverText(this.wrapping[0], formatPlace(person), key.toString('base64'));
  }
}

const formatPlace = (person: string): string => `throughline person key 1|${person}`;

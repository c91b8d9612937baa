import type { Text } from '../../kernel/errors/texts.js';
import entries from './register.json' with { type: 'json' };

/** A term of ours, and what it runs from. */
export interface Term {
  years?: number;
  days?: number;
  hours?: number;
  minutes?: number;
  /** Days by this setting. */
  setting?: string;
  from: Text;
}
/** How long something is kept: by a rule of law, otherwise by a term; by a term; or for as long as something lasts. */
type Kept = { rule: string; otherwise?: Term } | Term | { while: Text };

/** What becomes of it when somebody's data is erased. */
export type ErasureOf = 'erased' | 'key_destroyed' | 'kept_by_rule' | 'ends_by_itself' | 'not_personal_after';

/** One kind of data about people: whose, what for, how long. */
export interface RegisterEntry {
  id: string;
  about: Text;
  purpose: Text;
  /** Articles of the Personal Information Protection Law, to be checked in print. */
  basis: readonly string[];
  sensitive: boolean;
  /** How it lies there. */
  protection: Text;
  seenBy: Text;
  kept: Kept;
  erasure: ErasureOf;
  /** `table.column`; a test holds that every column of the database stands here or among those that are about nobody. */
  columns: readonly string[];
}

export const REGISTER = entries as unknown as readonly RegisterEntry[];

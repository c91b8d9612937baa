import type { Language, Text } from '../errors/texts.js';
import type { NamedKinds } from '../http/tables/expanded-objects.js';
import type { NamedLists } from './text-types.js';

/** What decides the words of a document. */
export interface Wording {
  language: Language;
  /** The groups of operations by tag, in the order in which a reader meets them. */
  groups: Readonly<Record<string, Text>>;
  lists: NamedLists;
  namedKinds: NamedKinds;
}

import type { Principal } from '../../kernel/access/principal.js';
import { Problem } from '../../kernel/errors/problem.js';

/** The account of a person who is signed in. @throws Problem `not_permitted` for a key */
export function getUserId({ kind, id }: Principal): string {
  if (kind !== 'user' || id === null) throw new Problem('not_permitted');
  return id;
}

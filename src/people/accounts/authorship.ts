import type { Guards, Root } from '../../kernel/actions/action.js';
import { guardSecondPerson } from './second-person.js';

/** What remembers who wrote some of it: users and keys. */
type Written = Root & { written_by: readonly string[] };

/** Guard `author_approves`: nobody approves what they wrote some of. */
export const guardAuthor: Guards<Written, unknown> = {
  author_approves: guardSecondPerson(({ root }) => Promise.resolve(root.written_by)),
};

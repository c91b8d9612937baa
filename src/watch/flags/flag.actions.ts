import { Problem } from '../../kernel/errors/problem.js';
import { FLAG_ACTIONS, type FlagAction } from './flag.lifecycle.js';

/** `mark-data-error` in a path is `mark_data_error` in JSON; both name it. @throws Problem `route_not_found` */
export function flagAction(path: string): FlagAction {
  const name = path.replaceAll('-', '_');
  const action = FLAG_ACTIONS.find((known) => known === name);
  if (action === undefined) throw new Problem('route_not_found');
  return action;
}

import { Problem } from '../../kernel/errors/problem.js';

/** `end-sessions` in a path is `end_sessions` in JSON. @throws Problem `route_not_found` for another spelling. */
export function actionName(path: string): string {
  if (!/^[a-z]+(-[a-z]+)*$/.test(path)) throw new Problem('route_not_found');
  return path.replaceAll('-', '_');
}

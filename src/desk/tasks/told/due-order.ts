import { buildPage, decodeCursor, type List } from '../../../kernel/http/lists/list.js';
import type { TaskDto, TaskQuery } from '../tasks.dto.js';

/** A row of the list, and the task that it is, whose day may follow from the calendar alone. */
interface Dated<R> {
  row: R & { page_key: string };
  task: TaskDto;
}

/** Behind every day: what has none comes last in both directions. */
const NEVER = '~';

const isLater = (a: readonly string[], b: readonly string[], latestFirst: boolean): boolean => {
  const at = a.findIndex((part, i) => part !== b[i]);
  if (at === -1) return false;
  const [mine = '', other = ''] = [a[at], b[at]];
  const isDay = at === 0 && mine !== NEVER && other !== NEVER;
  return isDay && latestFirst ? mine < other : mine > other;
};

/**
 * A page in order of the days on which tasks are due. Some of these follow from the working calendar and from when a case rested, which
 * no statement knows, so that all tasks of the caller are put in order, and the page is cut from them. A key is the due day, then the place
 * in the list as it is without this order, of `length` parts.
 */
export function pageByDueDay<R>(
  dated: readonly Dated<R>[],
  query: TaskQuery,
  url: string,
  length: number,
): List<Dated<R>> {
  const latestFirst = query.sort === '-due';
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor, length + 1);
  const keyed = dated
    .map(({ row, task }) => {
      const key = [task.dueOn ?? NEVER, ...(JSON.parse(row.page_key) as string[])];
      return { dated: { row, task }, key, page_key: JSON.stringify(key) };
    })
    .filter(({ key }) => after === null || isLater(key, after, latestFirst))
    .sort((a, b) => (isLater(a.key, b.key, latestFirst) ? 1 : -1));
  return buildPage(query, [], 'ASC').list(keyed, url, ({ dated: found }) => found);
}

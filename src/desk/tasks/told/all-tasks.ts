import type { Principal } from '../../../kernel/access/principal.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { TaskKind } from '../tasks.dto.js';
import type { TasksQueries, ToldTask } from '../tasks.queries.js';
import titles from '../task-titles.json' with { type: 'json' };

/** Tasks that are read at once, and how many times at most: beyond these, those that wait longest. */
const PAGE = 1000;
const PAGES = 20;
const LIST = '/api/v1/me/tasks';

/** Tasks of somebody who is not here, and whether these are all of them. */
export async function loadAllTasks(
  queries: TasksQueries,
  principal: Principal,
): Promise<{ tasks: ToldTask[]; isWhole: boolean }> {
  const tasks: ToldTask[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const { items, next } = await queries.listToTell(principal, { limit: PAGE, ...(cursor && { cursor }) }, LIST, 'en');
    tasks.push(...items);
    cursor = next === null ? undefined : (new URL(next, 'http://list').searchParams.get('cursor') ?? undefined);
    if (cursor === undefined) return { tasks, isWhole: true };
  }
  return { tasks, isWhole: false };
}

/** Who reviews what is secret until the result (Order 87 article 47): told only to who is signed in. */
export const SECRET_KINDS = [
  'expert_invitation',
  'panel_declaration',
  'panel_step',
  'panel_scores',
  'panel_opinion',
] as const satisfies readonly TaskKind[];
/** Who bids for which lot is not told outside either. */
const OF_BIDDERS: readonly string[] = [
  'price_explanation',
  'consultation_response',
  'final_offer',
  'bid_restoring',
] satisfies TaskKind[];

/** What may be told outside, where others read along. */
export const hideSecretTasks = <T extends { kind: string; lot: number | null }>(tasks: readonly T[]): T[] =>
  tasks
    .filter(({ kind }) => !(SECRET_KINDS as readonly string[]).includes(kind))
    .map((task) => (OF_BIDDERS.includes(task.kind) ? { ...task, lot: null } : task));

const FLAG = { en: 'Flag to be looked at', zh: '待核查的预警' };

/** What kind of task it is, for places where no record may be named. */
export const describeKind = (kind: string, lang: Language): string =>
  kind === 'flag' ? FLAG[lang] : (titles[kind as keyof typeof titles]?.[lang] ?? kind);

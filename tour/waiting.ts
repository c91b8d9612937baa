/** A task as the list of whoever acts shows it. */
interface Task {
  kind: string;
  id: string;
  title: string;
  subject: { label: string | null };
  lot: number | null;
  dueOn: string | null;
  action: { href: string } | null;
}
/** A page of the list of a person. */
type AskTasks = (path: string) => Promise<{ items: Task[]; next: string | null }>;

/** Steps for which nothing waits, and why. Any other has stood on the list of whoever takes it. */
const OWN_WILL: readonly [steps: RegExp, reason: string][] = [
  [/^(organisations|users|experts|thresholds|api-keys)$/, 'an administrator makes what there was not'],
  [/^(communities|service-lines|programmes|tenders|evaluation-schemes|documents)$/, 'something new is begun'],
  [/^programmes\/[^/]+\/budget-lines$|^tenders\/[^/]+\/opinions$/, 'an own draft is written'],
  [/^tenders\/[^/]+\/actions\/submit$/, 'an own draft is ready when its author says so'],
  [/^tenders\/[^/]+\/actions\/request-method-approval$/, 'the issue waits; by which method, its officer chooses'],
  [/^tenders\/[^/]+\/actions\/publish-intent$/, 'an intent may be left out'],
  [/^tenders\/[^/]+\/facts$/, 'what happened elsewhere is written down'],
  [/^(risk\/previews|planning\/backward|bids\/verify-receipt)$/, 'a question that changes nothing'],
  [/^tenders\/[^/]+\/clarifications$|^challenges$/, 'whoever wants to asks'],
  [/^lots\/[^/]+\/bids$|^bids\/[^/]+\/(files|actions\/submit)$/, 'whoever wants to bids'],
  [/^tenders\/[^/]+\/review\/draws$/, 'the panel waits; how its experts are found, the agent chooses'],
  [/^tenders\/[^/]+\/review\/actions\/change-requirement$/, 'a panel may leave the requirement as it is'],
  [/^contracts\/[^/]+\/actions\/(take-over|propose-termination)$/, 'a buyer decides it'],
  [/^contracts\/[^/]+\/(invoices|visits|evaluations)$/, 'whoever may begins it when they want'],
  [/^contracts\/[^/]+\/payments\/[^/]+\/actions\/cancel$/, 'a buyer gives up what is not owed'],
  [/^(contracts\/[^/]+\/service-records\/batch|service-lines\/[^/]+\/recipients)$/, 'the work of every day'],
  [/^acceptances\/[^/]+\/opinions$/, 'what somebody said is written down'],
  [/^evaluations\/[^/]+\/actions\/(refill|appeal)$/, 'may be left out'],
  [/^surveys$|^surveys\/[^/]+\/(slips|actions\/(draw|open))$/, 'an own survey is begun'],
];
/** Steps of several that end a task together: it is gone after the last. */
const SEVERAL: readonly RegExp[] = [/\/review\/members$/];

/** What stood on a list and was done: the kinds of tasks, each with whether a day was set for it. */
export const DONE = new Map<string, boolean>();
/** Tasks of which a first step was taken, and the last was not: who has them, and which. */
const BEGUN = new Map<string, string>();

/** Whether its title says of which object and lot it is. */
const namesItsObject = ({ title, subject: { label }, lot }: Task): boolean =>
  label !== null && title.includes(label) && (lot === null || new RegExp(`lot ${lot}\\b|第 ${lot} 包`).test(title));

/** A period to report on has no id of its own, a title alone. */
const nameTask = ({ kind, id, title }: Task): string => `${kind} ${id} ${title}`;

async function findTasks(ask: AskTasks, href: string): Promise<Task[]> {
  const found: Task[] = [];
  for (let path: string | null = 'me/tasks?limit=200'; path !== null;) {
    const page: { items: Task[]; next: string | null } = await ask(path);
    found.push(...page.items.filter(({ action }) => action?.href === href));
    path = page.next?.replace('/api/v1/', '') ?? null;
  }
  return found;
}

/**
 * Takes a step: the list of whoever takes it holds a task that names it, and after it one of those is gone. Says what is wrong with a
 * step that is not so.
 */
export async function takeStep<T>(who: string, path: string, ask: AskTasks, step: () => Promise<T>): Promise<T> {
  if (!isWatching || OWN_WILL.some(([steps]) => steps.test(path))) return step();
  const href = `/api/v1/${path}`;
  const before = await findTasks(ask, href);
  if (before.length === 0) throw new Error(`${who}: no task names ${href}`);
  for (const task of before)
    if (!namesItsObject(task)) throw new Error(`${who}: “${task.title}” does not say of which object and lot it is`);
  const answer = await step();
  const left = new Set((await findTasks(ask, href)).map(nameTask));
  for (const task of before) {
    if (left.has(nameTask(task))) continue;
    BEGUN.delete(`${who} ${nameTask(task)}`);
    DONE.set(task.kind, DONE.get(task.kind) === true || task.dueOn !== null);
  }
  const isGone = before.some((task) => !left.has(nameTask(task)));
  if (!isGone && !SEVERAL.some((steps) => steps.test(path))) throw new Error(`${who}: ${href} waits on`);
  if (!isGone) for (const task of before) BEGUN.set(`${who} ${nameTask(task)}`, href);
  return answer;
}

/** Of the tour itself alone: others who use its steps leave some out. */
let isWatching = false;
/** Asks of every step from here to the end whether it waited, and of none of them whether it still does. */
export async function watchSteps<T>(walk: () => Promise<T>): Promise<T> {
  isWatching = true;
  const walked = await walk().finally(() => {
    isWatching = false;
  });
  const begun = [...BEGUN].map(([task, href]) => `${task}: ${href}`);
  BEGUN.clear();
  if (begun.length > 0) throw new Error(`These were begun and wait on: ${begun.join('; ')}`);
  return walked;
}

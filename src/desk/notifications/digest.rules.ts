import type { Language } from '../../kernel/errors/texts.js';
import { describeNotification, isNews } from './notification-kinds.js';
import { hideSecretTasks } from '../tasks/told/all-tasks.js';
import words from './digest-words.json' with { type: 'json' };

export interface DigestLine {
  kind: string;
  lot: number | null;
  dueOn: string | null;
}

/**
 * People work with a program that calls the API. What they can open without one is its documentation, where somebody who signs in
 * reads these lists; their own addresses answer JSON, and nothing to who has only followed a link.
 */
const LISTS = {
  tasks: { name: 'where', operation: 'myTasks', path: '/api/v1/me/tasks' },
  found: { name: 'told', operation: 'myNotifications', path: '/api/v1/me/notifications' },
} as const;
const DOCS_QUERY: Readonly<Record<Language, string>> = { en: '', zh: '?lang=zh' };

/**
 * What a mail says of tasks, and of news about tenders: kinds, lots and days, no name. Mailboxes are read by others, too. What is more than
 * these lines, of the `total`, goes into the next mail.
 */
export function writeDigest(
  lines: readonly DigestLine[],
  lang: Language,
  origin: string | undefined,
  total = lines.length,
): { subject: string; text: string } {
  const list = hideSecretTasks(lines).map(({ kind, lot, dueOn }) =>
    [
      `- ${describeNotification(kind, lang)}`,
      // Who bids for which lot is not told outside.
      ...(lot === null || isNews(kind) ? [] : [`${words.lot[lang]} ${lot}`]),
      ...(dueOn === null ? [] : [`${words.due[lang]} ${dueOn}`]),
    ].join(words.comma[lang]),
  );
  const more = total > lines.length ? [words.more[lang].replace('{n}', String(total - lines.length))] : [];
  const lists = [LISTS.tasks, ...(lines.some(({ kind }) => isNews(kind)) ? [LISTS.found] : [])];
  const where = lists.flatMap(({ name, operation, path }) =>
    origin === undefined
      ? []
      : [
          '',
          words[name][lang],
          `  ${words.page[lang]} ${origin}/docs${DOCS_QUERY[lang]}#/me/${operation}`,
          `  ${words.api[lang]} GET ${origin}${path}`,
        ],
  );
  return {
    subject: words.subject[lang].replace('{n}', String(total)),
    text: [words.intro[lang], '', ...list, ...more, '', words.act[lang], ...where, '', words.end[lang], ''].join('\n'),
  };
}

import type { Language } from '../../kernel/errors/texts.js';
import { describeNotification, FOUND } from './notification-kinds.js';
import { hideSecretTasks } from '../tasks/told/all-tasks.js';
import words from './digest-words.json' with { type: 'json' };

export interface DigestLine {
  kind: string;
  lot: number | null;
  dueOn: string | null;
}

/** What a mail says of tasks, and of tenders that were found: kinds, lots and days, no name. Mailboxes are read by others, too. */
export function writeDigest(
  lines: readonly DigestLine[],
  lang: Language,
  origin: string | undefined,
): { subject: string; text: string } {
  const list = hideSecretTasks(lines).map(({ kind, lot, dueOn }) =>
    [
      `- ${describeNotification(kind, lang)}`,
      ...(lot === null ? [] : [`${words.lot[lang]} ${lot}`]),
      ...(dueOn === null ? [] : [`${words.due[lang]} ${dueOn}`]),
    ].join(words.comma[lang]),
  );
  const found = lines.some(({ kind }) => kind === FOUND)
    ? [`${words.told[lang]} ${origin}/api/v1/me/notifications`]
    : [];
  const where = origin === undefined ? [] : ['', `${words.where[lang]} ${origin}/api/v1/me/tasks`, ...found];
  return {
    subject: words.subject[lang].replace('{n}', String(lines.length)),
    text: [words.intro[lang], '', ...list, ...where, '', words.end[lang], ''].join('\n'),
  };
}

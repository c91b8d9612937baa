import type { Language } from '../../kernel/errors/texts.js';
import { TASK_KINDS, type TaskKind } from '../tasks/tasks.dto.js';
import { describeKind } from '../tasks/told/all-tasks.js';
import words from './digest-words.json' with { type: 'json' };

/** A tender was published that a saved search of its holder fits. */
export const FOUND = 'saved_search_found';

export type NotificationKind = TaskKind | typeof FOUND;
/** Every kind of task, and what is no task. */
export const NOTIFICATION_KINDS: readonly NotificationKind[] = [...TASK_KINDS, FOUND];

/** What it is about, for places where no record may be named. */
export const describeNotification = (kind: string, lang: Language): string =>
  kind === FOUND ? words.found[lang] : describeKind(kind, lang);

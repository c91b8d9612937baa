import type { Language } from '../../kernel/errors/texts.js';
import { TASK_KINDS, type TaskKind } from '../tasks/tasks.dto.js';
import { describeKind, SECRET_KINDS } from '../tasks/told/all-tasks.js';
import words from './digest-words.json' with { type: 'json' };

/** A tender was published that a saved search of its holder fits. */
export const FOUND = 'saved_search_found';

/** What became of a tender whose documents one asked for, or for which one bid. */
export const TENDER_NEWS = ['question_answered', 'documents_corrected', 'result_known'] as const;
/** That a lot of it is suspended, goes on, or comes to nothing. */
export const HALT_NEWS = ['lot_suspended', 'lot_resumed', 'lot_ended'] as const;
/** What became of what one filed oneself. */
export const REMEDY_NEWS = ['challenge_answered', 'complaint_decided'] as const;
/** The same of a contract, which the notification names. */
export const CONTRACT_NEWS = ['contract_halted', 'contract_resumed'] as const;
/** Rows of a file that its holder sent were not taken; the notification names the import. */
export const NOT_TAKEN = 'import_rows_not_taken';
/** What somebody waits for and nothing is to be done about; of each the notification names the tender, the contract, or the import. */
export const NEWS_KINDS = [FOUND, ...TENDER_NEWS, ...HALT_NEWS, ...REMEDY_NEWS, ...CONTRACT_NEWS, NOT_TAKEN] as const;
/** That a body looks at a tender is secret until the opening, and a mail with a correction of that minute would tell it. */
const NEVER_MAILED = ['question_answered', 'documents_corrected', ...HALT_NEWS] as const satisfies readonly NewsKind[];
type NewsKind = (typeof NEWS_KINDS)[number];

export type NotificationKind = TaskKind | NewsKind;
/** Every kind of task, and what is no task. */
export const NOTIFICATION_KINDS: readonly NotificationKind[] = [...TASK_KINDS, ...NEWS_KINDS];

export const MAILED_KINDS = NOTIFICATION_KINDS.filter(
  (kind) => !([...SECRET_KINDS, ...NEVER_MAILED] as readonly NotificationKind[]).includes(kind),
);

export const isNews = (kind: string): kind is NewsKind => (NEWS_KINDS as readonly string[]).includes(kind);

/** What it is news of; null for tasks. */
export const findNewsSubject = (kind: string): 'tender' | 'contract' | 'import' | null =>
  kind === NOT_TAKEN ? 'import' : isOfContract(kind) ? 'contract' : isNews(kind) ? 'tender' : null;

const isOfContract = (kind: string): boolean => (CONTRACT_NEWS as readonly string[]).includes(kind);

/** What it is about, for places where no record may be named. */
export const describeNotification = (kind: string, lang: Language): string =>
  isNews(kind) ? words.news[kind][lang] : describeKind(kind, lang);

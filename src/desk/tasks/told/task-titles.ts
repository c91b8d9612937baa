import type { Language, Text } from '../../../kernel/errors/texts.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Method } from '../../../law/code-lists/methods.js';
import type { Rest } from '../../../law/deadlines/rested.rules.js';
import type { AskedOffer } from '../../../purchase/reviews/consultation/final-offers/made-final-offers.js';
import type { TaskKind } from '../tasks.dto.js';
import titles from '../task-titles.json' with { type: 'json' };

const TITLES: Readonly<Record<Exclude<TaskKind, 'flag'>, Text>> = titles;

/** What the SQL of a task says of it beside its kind. */
export interface TaskDetail extends Partial<Text> {
  /** Which step of several ends it, where its kind has several, as its address has it; null where the caller may take none. */
  step?: string | null;
  /** It is taken only when the due day is over. */
  late?: boolean;
  /** Number of the lot, where its id is not the lot's. */
  lot?: number;
  /** By which rule it is due, where its kind has several; null where it began on no known day. */
  rule?: string | null;
  /** Of its purchase, where that rule is not of every method. */
  method?: Method | null;
  /** From when its days count, where that is not since when it waits. */
  from?: string;
  /** Days on which the law forbade to do it. */
  rests?: readonly Rest[];
  /** Which of several tasks it is that have one id. */
  part?: string;
  /** The caller may record what was paid, or came back. */
  pays?: boolean;
  /** Drafts of a contract whose task has its day, where they lack something or where they lack nothing. */
  drafts?: readonly { contract: string; lacks: boolean }[] | null;
  /** Where a line is left alone: what is known of it. */
  gap?: LineGap;
  /** Where it asks a bidder for a final offer. */
  offer?: AskedOffer;
}

/** Days on which nobody serves a line, and what might be done about it. */
export interface LineGap {
  /** The first of them. */
  left: PlainDate;
  /** The first day on which somebody serves again, as far as it is known. */
  resumes: PlainDate | null;
  /** It was agreed to tender the line anew. */
  anew: boolean;
  /** How the purchase was made that ends, and which one it was. */
  method: Method | null;
  tender: string | null;
  /** A purchase of what comes next that is still a draft. */
  draft: string | null;
  contract: string;
  /** A plan by which somebody takes the recipients over too late. */
  plan: string | null;
  /** An amendment can make the contract longer. */
  prolongs: boolean;
  /** The caller may do something about contract and purchase. */
  acts: boolean;
}
interface Titled {
  kind: TaskKind;
  title: TaskDetail | null;
  lot: number | null;
}

/** What is to be done, and of which object and lot: `object` as its record calls it. */
export function formatTitle({ kind, title, lot }: Titled, object: string | null, lang: Language): string {
  const detail = title?.[lang];
  const place = formatPlace(object, lot, lang);
  const [said, more] = kind === 'flag' ? [detail ?? '', undefined] : [TITLES[kind][lang], detail];
  const named = more === undefined ? said : `${said}: ${more}`;
  if (place === null || detail?.includes(place)) return named;
  return more === undefined && kind !== 'flag' ? `${said}: ${place}` : `${named} (${place})`;
}

function formatPlace(object: string | null, lot: number | null, lang: Language): string | null {
  if (object === null || lot === null) return object;
  return lang === 'zh' ? `${object} 第 ${lot} 包` : `${object}, lot ${lot}`;
}

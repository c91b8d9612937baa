import type { AssessmentState, Explanation } from '../runs/assessment-types.js';
import type { FactAction, FlagState } from './flag.lifecycle.js';

/** How a subject stood in its flag, and what the rule says of it now (null: the subject is no more). */
export interface SubjectTurn {
  was: { active: boolean; inputsHash: string } | null;
  now: { state: AssessmentState; inputsHash: string } | null;
  /** A recorded fact that it rests on was corrected since it triggered. */
  corrected: boolean;
  /** It is a market, or a group of one: only screenings speak of it. */
  screened?: boolean;
  /** The correction is a merge of two records of a body, or its undoing. */
  merged?: boolean;
  /** Bodies were asked about its flag, and nobody has decided it. */
  awaits?: boolean;
  /** No fact and no day, but another version of the rule says something else. */
  reread?: boolean;
}

/**
 * Whether the subject still belongs to the case. Days that pass settle nothing: a cliff that nobody averted is no longer
 * assessed the day after, and stays. What becomes unknown is not put right either, unless a correction made it so. What a
 * screening found stays until another finds it clear: a group that cannot be judged any more is not put right. One whose
 * member goes by another record is another group, of which the screening speaks by itself. What a screening found and bodies were
 * asked about stays until a person decides it: a group must not be able to end the question by bidding on. Only a correction of
 * the facts that it rests on takes it away. A plan that comes late, or a report, does put right what was asked about it. What
 * another version of the rule does not find of the same facts is found no more, but where bodies were asked a person says so.
 */
export function staysActive({ was, now, corrected, screened, merged, awaits, reread }: SubjectTurn): boolean {
  if (now?.state === 'triggered') return true;
  if (now === null && merged) return false;
  if (!was?.active) return false;
  if (awaits && !corrected && (screened || reread)) return true;
  if (reread) return false;
  if (screened) return now?.state !== 'clear';
  if (now === null || now.state === 'clear' || corrected) return false;
  return now.state === 'insufficient_data' || now.inputsHash === was.inputsHash;
}

/** What the changed subjects of one flag amount to. */
export interface FlagTurn {
  /** Subjects that trigger now, those that were not looked at included. */
  active: number;
  /** Subjects that trigger now and did not before. */
  fresh: number;
  /** Subjects that trigger as before, on other facts. */
  restated: number;
  /** A correction took away, or changed, what a subject rested on. */
  corrected: boolean;
  /** Subjects that trigger now, to which a correction brought a body that they were not about before. */
  joined: number;
}

/**
 * Where facts lead a flag; null where it stays. What a person decided stays until a correction changes the facts that it rests
 * on; data that were said to be wrong, until they change: what the rule reads, or whom it is about. What triggers later is no part of what was decided.
 */
export function deriveFlagTurn(state: FlagState, turn: FlagTurn): { action: FactAction; to: FlagState } | null {
  const reopened = { action: 'reopen_on_facts', to: 'open' } as const;
  switch (state) {
    case 'open':
    case 'in_review':
      if (turn.active > 0) return null;
      return turn.corrected ? { action: 'clear', to: 'cleared' } : { action: 'remedy', to: 'remedied' };
    case 'cleared':
    case 'remedied':
      return turn.active > 0 ? reopened : null;
    case 'explained':
    case 'dismissed':
      return turn.corrected && turn.restated > 0 ? reopened : null;
    case 'data_error':
      return turn.restated > 0 || turn.joined > 0 ? reopened : null;
    case 'confirmed':
    case 'appealed':
      return turn.corrected ? reopened : null;
  }
}

/** One case in words: what the rule says of the heaviest subject, and how many share the cause. */
export function explainFlag(subjects: number, example: Explanation): Explanation {
  if (subjects <= 1) return example;
  return {
    ...example,
    en: `${subjects} objects share this cause. For example: ${example.en}`,
    zh: `共有 ${subjects} 个对象出于同一原因。例如：${example.zh}`,
  };
}

import { isScreened, type AssessmentState, type SubjectType } from '../../runs/assessment-types.js';
import type { Correction } from '../corrections/correction.rules.js';
import type { FlagState } from '../flag.lifecycle.js';
import { deriveFlagTurn, staysActive, type FlagTurn } from '../flag.rules.js';

/** How a changed subject stood in its flag, and what the rule says of it now. */
export interface TurnRow {
  flag: string;
  type: SubjectType;
  id: string;
  was_active: boolean | null;
  /** Of the facts that it was asked about or decided on, else of those it was found on. */
  was_hash: string | null;
  /** Bodies were asked about it, or a person decided it. */
  held: boolean;
  /** A screening before could not judge it either. */
  was_unjudged: boolean;
  state: AssessmentState | null;
  hash: string | null;
  /** Of the rule: when it was asked about, decided on or found, and now; null where there is none. */
  was_version: number | null;
  version: number | null;
  /** Waits for a screening run. */
  waits: boolean;
  /** Of what is held, bodies that it is about now and was not before. */
  newcomers: string[];
}
/** A turn with the correction that took away, or changed, what the finding rested on. */
export interface Turn extends TurnRow {
  correction: Correction | undefined;
  /** The correction by which a body that is to be heard on it came to it: the rule may look at no body at all. */
  joined: Correction | undefined;
  /** Bodies were asked about its flag, and nobody has decided it. */
  awaits: boolean;
  /** Days that pass may change what its rule says. */
  timed: boolean;
}

/** A step that facts take with a flag. */
export interface Step<F> {
  flag: F;
  action: string;
  from: FlagState | null;
  to: FlagState;
  data: Record<string, unknown>;
}

/** As the history tells them. */
const ACTION_NAMES = { clear: 'cleared', remedy: 'remedied', reopen_on_facts: 'reopened' } as const;

const toSubjectTurn = (turn: Turn) => ({
  was: turn.was_active === null ? null : { active: turn.was_active, inputsHash: turn.was_hash ?? '' },
  now: turn.state === null ? null : { state: turn.state, inputsHash: turn.hash ?? '' },
  corrected: turn.correction !== undefined,
  screened: isScreened(turn.type),
  merged: turn.correction?.merge === true,
  awaits: turn.awaits,
  reread: isReread(turn),
});

/** Was decided against the bodies that it is about, each of which was to be heard first, or for what was recorded wrongly, as they may be. */
const restsOnBodies = (state: FlagState): boolean => ['confirmed', 'appealed', 'data_error'].includes(state);
const isWorked = (state: FlagState): boolean => state === 'open' || state === 'in_review';
/** Whether bodies were asked about a flag, and nobody has decided it. */
export const isAwaited = ({ state, asked }: { state: FlagState; asked: boolean }): boolean => asked && isWorked(state);

/** Another version of the rule says it of the same facts. */
export const isOfSameFacts = ({ version, was_version: was, hash, was_hash }: TurnRow): boolean =>
  version !== null && was !== null && version !== was && hash === was_hash;
/** No fact and no day, but another version of the rule says something else. */
const isReread = (turn: Turn): boolean => !turn.timed && isOfSameFacts(turn);

/** Another version of the rule finds it clear, and of other facts. */
export const isFoundOtherwise = ({ state, version, was_version: was, hash, was_hash }: TurnRow): boolean =>
  state === 'clear' && version !== was && hash !== was_hash;

/** Triggers, and did not before. */
export const isFresh = (turn: Turn): boolean => turn.state === 'triggered' && turn.was_active !== true;
/** Triggers as before, on other facts. */
const isRestated = (turn: Turn): boolean =>
  turn.state === 'triggered' && turn.was_active === true && turn.hash !== turn.was_hash;
/** A screening cannot judge any more what one before it found. */
const isUnjudged = (turn: TurnRow): boolean =>
  isScreened(turn.type) &&
  turn.was_active === true &&
  turn.state !== 'triggered' &&
  turn.state !== 'clear' &&
  !isOfSameFacts(turn);
export const isNewlyUnjudged = (turn: TurnRow): boolean => isUnjudged(turn) && !turn.was_unjudged;
/** Whoever worked on it has been told. */
export const isStillUnjudged = (turn: TurnRow): boolean => isUnjudged(turn) && turn.was_unjudged;
/** Belongs to the flag no more. */
export const isSettled = (turn: Turn): boolean => turn.was_active === true && !staysActive(toSubjectTurn(turn));
/** Changes what a reader sees: later facts do not change what bodies were asked about. */
export const isNews = (turn: Turn): boolean =>
  isFresh(turn) || isSettled(turn) || (isRestated(turn) && (!turn.held || turn.correction !== undefined));
/** What bodies were told of it rested on facts that were corrected. */
const isMended = (turn: Turn): boolean => isRestated(turn) && turn.correction !== undefined;

/** Opened by facts, for the first time or again. */
export const isOpening = ({ from, to }: Pick<Step<unknown>, 'from' | 'to'>): boolean =>
  to === 'open' && from !== 'open';

/** Subjects of a flag whose bodies are to be heard on something else than before: of a flag that opens again, all that changed. */
export const listUnheardTurns = (turns: readonly Turn[], opensAgain: boolean): Turn[] =>
  turns.filter(
    (turn) => isMended(turn) || (opensAgain && (isFresh(turn) || isRestated(turn) || turn.joined !== undefined)),
  );

/**
 * The steps of one flag: it is opened, or led on by the facts, or, while it is worked on and bodies were asked, told anew
 * because facts were corrected.
 * @param turns those of the flag
 * @param active subjects that trigger now, those that were not looked at included
 */
export function listFlagSteps<F extends { state: FlagState; asked: boolean }>(
  flag: F,
  opened: boolean,
  turns: readonly Turn[],
  active: number,
): Step<F>[] {
  if (opened) return [{ flag, action: 'opened', from: null, to: 'open', data: { subjects: active } }];
  const settled = turns.filter(isSettled);
  const correction = findNewest([
    ...turns
      .filter((turn) => isSettled(turn) || isRestated(turn) || isNewlyUnjudged(turn))
      .flatMap((turn) => turn.correction ?? []),
    ...(restsOnBodies(flag.state) ? turns.flatMap((turn) => turn.joined ?? []) : []),
  ]);
  const turn: FlagTurn = {
    active,
    fresh: turns.filter(isFresh).length,
    restated: turns.filter(isRestated).length,
    corrected: correction !== undefined,
    joined: turns.filter(({ state, joined }) => state === 'triggered' && joined !== undefined).length,
  };
  const named = { correction: { audit: correction?.audit ?? null, fact: correction?.fact ?? null } };
  const next = deriveFlagTurn(flag.state, turn);
  if (next === null || (next.to !== 'open' && settled.length === 0)) {
    if (!isAwaited(flag) || !turns.some(isMended)) return [];
    return [{ flag, action: 'restated', from: flag.state, to: flag.state, data: named }];
  }
  const told = next.action === 'clear' || (next.action === 'reopen_on_facts' && correction !== undefined);
  const data = told ? named : next.action === 'remedy' ? nameVersion(settled) : {};
  const step = { flag, action: ACTION_NAMES[next.action], from: flag.state, to: next.to, data };
  // What was decided on facts that were wrong is no decision any more, and nothing is left to decide.
  if (next.action === 'reopen_on_facts' && turn.active === 0)
    return [step, { flag, action: ACTION_NAMES.clear, from: 'open', to: 'cleared', data: named }];
  return [step];
}

/** Where no fact put it right, the version of the rule that finds it no more. */
function nameVersion(settled: readonly Turn[]): Record<string, unknown> {
  const [first] = settled;
  return first !== undefined && settled.every(isOfSameFacts) ? { version: first.version } : {};
}

/** Audit entries are numbered as they come. */
function findNewest(corrections: readonly Correction[]): Correction | undefined {
  const getAuditId = ({ audit }: Correction): bigint => BigInt(audit ?? 0);
  return corrections.reduce<Correction | undefined>(
    (a, b) => (a !== undefined && getAuditId(a) >= getAuditId(b) ? a : b),
    undefined,
  );
}

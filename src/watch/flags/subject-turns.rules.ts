import { isScreened, type AssessmentState, type SubjectType } from '../runs/assessment-types.js';
import type { Correction } from './corrections/correction.rules.js';
import { staysActive } from './flag.rules.js';

/** A subject of a flag whose answer may have changed: how it stood, and what the rule says now. */
export interface TurnRow {
  flag: string;
  type: SubjectType;
  id: string;
  was_active: boolean | null;
  was_hash: string | null;
  /** A screening before could not judge it either. */
  was_unjudged: boolean;
  state: AssessmentState | null;
  hash: string | null;
}

/** A turn with the correction that took away, or changed, what the finding rested on. */
export interface Turn extends TurnRow {
  correction: Correction | undefined;
}

export const isFresh = (turn: Turn): boolean => turn.state === 'triggered' && turn.was_active !== true;

export const isRestated = (turn: Turn): boolean =>
  turn.state === 'triggered' && turn.was_active === true && turn.hash !== turn.was_hash;

export const isSettled = (turn: Turn): boolean =>
  turn.was_active === true &&
  !staysActive({
    was: { active: turn.was_active, inputsHash: turn.was_hash ?? '' },
    now: turn.state === null ? null : { state: turn.state, inputsHash: turn.hash ?? '' },
    corrected: turn.correction !== undefined,
    screened: isScreened(turn.type),
  });

/** A screening cannot judge any more what one before it found. */
const isUnjudged = (turn: TurnRow): boolean =>
  isScreened(turn.type) && turn.was_active === true && turn.state !== 'triggered' && turn.state !== 'clear';

/** A screening cannot judge it for the first time since it was found. */
export const isNewlyUnjudged = (turn: TurnRow): boolean => isUnjudged(turn) && !turn.was_unjudged;

/** Nor could the screening before: who had decided it was told then. */
export const isStillUnjudged = (turn: TurnRow): boolean => isUnjudged(turn) && turn.was_unjudged;

export const isNews = (turn: Turn): boolean => isFresh(turn) || isRestated(turn) || isSettled(turn);

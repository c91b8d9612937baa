import type { Root } from '../../kernel/actions/action.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { FlagState } from './flag.lifecycle.js';

export interface FlagRoot extends Root<FlagState> {
  indicator: string;
  dataset: string;
  region: string | null;
  assignee: string | null;
  decided_by: string | null;
}

/** A locked flag. */
export interface LockedFlag extends FlagRoot {
  due_on: PlainDate | null;
  appeal_until: PlainDate | null;
}

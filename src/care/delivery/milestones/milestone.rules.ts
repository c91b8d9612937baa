import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { MilestoneTerm } from '../../../purchase/contracts/content/content-types.js';
import type { MilestoneState } from './milestone.lifecycle.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Milestone } from './milestone.entity.js';

/** A milestone as it is stored. */
export type StoredMilestone = Pick<
  StoredRow<Milestone>,
  'id' | 'no' | 'name' | 'due_on' | 'shown_by' | 'final' | 'state' | 'fact_id'
>;
/** A milestone as the content has it now. */
export interface PlannedMilestone {
  no: number;
  name: string;
  dueOn: PlainDate;
  shownBy: string | null;
  final: boolean;
}
export interface MilestoneChanges {
  added: PlannedMilestone[];
  changed: { row: StoredMilestone; to: PlannedMilestone; action: 'amend' | 'reschedule' }[];
  dropped: StoredMilestone[];
}

const SETTLED: readonly MilestoneState[] = ['accepted', 'partially_accepted', 'waived', 'lapsed'];
const isSettled = (state: MilestoneState): boolean => SETTLED.includes(state);

/** The last day of them all is the final one's; of two on one day, the one that stands last. */
function planMilestones(terms: readonly MilestoneTerm[]): PlannedMilestone[] {
  const order = [...terms].sort((a, b) => (a.dueOn === b.dueOn ? a.no - b.no : a.dueOn < b.dueOn ? -1 : 1));
  const last = order.at(-1);
  return order.map((term) => ({
    no: term.no,
    name: term.name,
    dueOn: term.dueOn,
    shownBy: term.shownBy ?? null,
    final: term === last,
  }));
}

const isSameMilestone = (row: StoredMilestone, to: PlannedMilestone): boolean =>
  row.name === to.name && row.due_on === to.dueOn && row.shown_by === to.shownBy && row.final === to.final;

/** What the content asks of the rows. What is settled stays as it was; a day that is moved ahead is no longer missed. */
export function diffMilestones(
  stored: readonly StoredMilestone[],
  terms: readonly MilestoneTerm[],
  today: PlainDate,
): MilestoneChanges {
  const planned = planMilestones(terms);
  const open = stored.filter((row) => !isSettled(row.state));
  return {
    added: planned.filter(({ no }) => !stored.some((row) => row.no === no)),
    changed: open.flatMap((row) => {
      const to = planned.find(({ no }) => no === row.no);
      if (!to || isSameMilestone(row, to)) return [];
      return [{ row, to, action: row.state === 'missed' && to.dueOn >= today ? 'reschedule' : 'amend' }];
    }),
    dropped: open.filter((row) => !planned.some(({ no }) => no === row.no)),
  };
}

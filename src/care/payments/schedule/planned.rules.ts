import { latestDay, type PartialDate } from '../../../kernel/clock/partial-date.js';
import { isPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ContractContent } from '../../../purchase/contracts/content/content-types.js';
import type { Triggered } from './trigger.rules.js';

/**
 * The day that the contract gives for what an instalment waits for. A report comes with the
 * work, and an acceptance after it, so that for both the last day of the window is the first that is certain.
 */
export function computePlannedDay(
  { trigger, of, nth, named }: Triggered,
  content: ContractContent | null,
  signedOn: PlainDate | null,
): PlainDate | null {
  if (trigger === 'signing') return signedOn;
  const days = (content?.milestones ?? []).toSorted((a, b) =>
    a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.no - b.no,
  );
  const end = isPlainDate(content?.window.end) ? content.window.end : null;
  if (trigger !== 'milestone') return end;
  const free = days.filter(({ no }) => !named.includes(no));
  return (of === null ? free[nth - 1] : days.find(({ no }) => no === of))?.dueOn ?? end;
}

/** Planned after the last day on which the money of its budget line may be used. A notice; nothing is refused for it. */
export const isAfterUse = (planned: PlainDate | null, useBy: PartialDate | null): boolean =>
  planned !== null && useBy !== null && planned > latestDay(useBy);

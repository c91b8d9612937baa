import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { earliestDrawDay } from '../../../purchase/reviews/experts/expert-draw.rules.js';
import type { PanelOrigins } from '../../../purchase/reviews/experts/panel-origins.queries.js';
import type { FactsBase } from '../fact-types.js';
import type { PanelFacts } from '../panel-facts.js';

/** How experts came to the panels of a tender. What is prepared and not drawn yet is nothing so far. */
export function toPanel(
  { draws, undrawn }: PanelOrigins,
  calendar: WorkingCalendar,
): Omit<PanelFacts, keyof FactsBase> {
  const made = draws.flatMap((draw) => (draw.on === null ? [] : [{ ...draw, on: draw.on }]));
  const picks = made.filter(({ source }) => source === 'picked');
  return {
    draws: made.length - picks.length,
    picks: picks.map(({ id, lot, on, experts, consent, drawable }, i) => ({
      key: `${lot}/${i}`,
      record: `expert_draw:${id}`,
      ...{ lot, pickedOn: on, experts, consent, drawable },
      libraryDrawn: made.some((draw) => draw.source === 'library'),
    })),
    taken: made.flatMap(({ id, lot, source, on, begun }, i) =>
      begun === null || source === 'picked'
        ? []
        : [
            {
              ...{ key: `${lot}/${i}`, record: `expert_draw:${id}`, lot },
              ...{ drawnOn: on, begunOn: begun, earliest: earliestDrawDay(calendar, begun) },
            },
          ],
    ),
    undrawn: undrawn.map(({ review, lot, experts, on }) => ({
      key: String(lot),
      record: `review:${review}`,
      ...{ lot, experts, appointedOn: on },
    })),
  };
}

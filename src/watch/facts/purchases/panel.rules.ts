import type { PanelOrigins } from '../../../purchase/reviews/experts/panel-origins.queries.js';
import type { PanelFacts } from '../panel-facts.js';

/** How experts came to the panels of a tender. What is prepared and not drawn yet is nothing so far. */
export function toPanel({ draws, undrawn }: PanelOrigins): Pick<PanelFacts, 'draws' | 'picks' | 'undrawn'> {
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
    undrawn: undrawn.map(({ review, lot, experts, on }) => ({
      key: String(lot),
      record: `review:${review}`,
      ...{ lot, experts, appointedOn: on },
    })),
  };
}

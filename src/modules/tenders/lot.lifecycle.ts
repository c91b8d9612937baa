import { defineLifecycle, targets, type Lifecycle, type Transition } from '../../platform/lifecycle/lifecycle.js';
import { LOT_AWARDING } from './lot.awarding.js';
import { LOT_CONSULTATION } from './lot.consultation.js';
import { LOT_REMEDIES } from './lot.remedies.js';
import { LOT_REVIEW } from './lot.review.js';
import { LOT_STATES, type LotAction, type LotStateHere } from './lot.states.js';

const OPENING: readonly Transition<LotStateHere, LotAction>[] = [
  { action: 'close', from: ['open'], to: 'closed', who: 'clock' },
  {
    action: 'request_opening',
    from: ['closed'],
    who: 'tender.open',
    guards: ['opening_requested', 'opener_has_interest'],
  },
  {
    action: 'withdraw_opening_request',
    from: ['closed'],
    who: 'tender.open',
    guards: ['opening_not_requested', 'opener_is_not_requester'],
  },
  {
    action: 'open_bids',
    from: ['closed'],
    to: ['opened', 'failed'],
    who: 'tender.open',
    // Two different persons. Fewer than three suppliers at the deadline: the lot fails, its bids stay sealed for good.
    guards: ['opening_not_requested', 'opener_is_requester', 'opener_has_interest'],
  },
];

/**
 * A lot of a tender conducted here, from its issue on: each fails, is awarded and is contracted alone. Consultation: Caiku
 * [2014] 214 and [2015] 124; open tender: Order 87. What `system` does follows from another step: too few suppliers are an
 * outcome, not a refusal.
 */
export const lotLifecycle = defineLifecycle<LotStateHere, LotAction>({
  name: 'lot',
  states: LOT_STATES,
  initial: ['open'],
  final: ['contracted', 'failed', 'cancelled'],
  transitions: [...OPENING, ...LOT_REVIEW, ...LOT_CONSULTATION, ...LOT_AWARDING, ...LOT_REMEDIES],
});

/** Written and read against the law, and performed by no route yet. */
const PLANNED: ReadonlySet<LotAction> = new Set<LotAction>(['apply_remedy_after_contract']);

/** What is performed here of the table above. */
export const openingLifecycle = performedOf(lotLifecycle, PLANNED);

/** A table without some of its actions, and without the states that only those lead to. */
function performedOf<S extends string, A extends string>(
  table: Lifecycle<S, A>,
  planned: ReadonlySet<A>,
): Lifecycle<S, A> {
  const left = table.transitions.filter(({ action }) => !planned.has(action));
  const reached = new Set<S>(table.initial);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const t of left)
      if (t.from.some((state) => reached.has(state))) targets(t).forEach((state) => reached.add(state));
  }
  const transitions = left
    .map((t) => ({ ...t, from: t.from.filter((state) => reached.has(state)) }))
    .filter(({ from }) => from.length > 0);
  const states = table.states.filter((state) => reached.has(state));
  const goesOn = new Set(transitions.filter(({ to }) => to !== undefined).flatMap(({ from }) => from));
  return defineLifecycle<S, A>({ ...table, states, transitions, final: states.filter((state) => !goesOn.has(state)) });
}

import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { changeOfReview, openReview, type OpenReview } from '../open-review.js';
import { assertRunningLot } from '../review.subject.js';
import { ExpertDraw } from './expert-draw.entity.js';
import { expertDrawLifecycle, type DrawState } from './expert-draw.lifecycle.js';
import { dividePool, refuseEarlyDraw, type Excluded } from './expert-draw.rules.js';
import { loadCandidates, loadPlaces, listInterests, type Place } from './expert-draws.queries.js';

type DrawRow = Pick<StoredRow<ExpertDraw>, 'id' | 'version' | 'source' | 'size' | 'field' | 'seed'> & {
  state: DrawState;
  review_on: string;
};

/** A draw under the lock of its tender, with the review of its lot. */
export interface LockedDraw extends OpenReview, Omit<DrawRow, 'state'>, Root<DrawState> {}

async function lockDraw(tx: Tx, tender: string, draw: string): Promise<LockedDraw> {
  const [place] = await tx.query<{ no: number }>(
    `SELECT l.no FROM expert_draw d JOIN lot l ON l.id = d.lot_id WHERE d.id = $1 AND l.tender_id = $2`,
    [draw, tender],
  );
  if (!place) throw new Problem('not_found');
  const open = await openReview(tx, tender, place.no);
  const [row] = await tx.query<DrawRow>(
    `SELECT id, version, state, source, size, field, seed, review_on::text AS review_on FROM expert_draw
     WHERE id = $1 FOR NO KEY UPDATE`,
    [draw],
  );
  if (!row) throw new Problem('not_found');
  return { ...open, ...row };
}

const loadCalendar: Fact<LockedDraw, WorkingCalendar> = ({ use }) => use(WorkingCalendars).current();

/** Those of the pool who know the field, parted into who takes part and who is left out. */
export const loadPool: Fact<LockedDraw, { pool: string[]; excluded: Excluded[] }> = async ({ tx, root }) => {
  return dividePool(await loadCandidates(tx, root, root.field ?? ''), listInterests(root));
};
export const loadDrawPlaces: Fact<LockedDraw, Place[]> = ({ tx, root }) => loadPlaces(tx, root.id);

/** Whether the expert of a place is asked, or has accepted. */
const isHeld = ({ state }: Place): boolean => state === 'invited' || state === 'accepted';

/** How experts are drawn for the panel of a lot. */
export const expertDrawSubject = subject<LockedDraw, 'tenders/:id/review/draws/:draw', ExpertDraw>({
  lifecycle: expertDrawLifecycle,
  path: 'tenders/:id/review/draws/:draw',
  entity: ExpertDraw,
  permit: 'panel.appoint',
  refuses: ['conducted_elsewhere'],
  lock: (tx, { id, draw }) => lockDraw(tx, id, draw),
  catchUp(_, root) {
    assertRunningLot(root);
    return Promise.resolve(root);
  },
  heldBy: (_, { held }) => Promise.resolve(held),
  audience: (root) => changeOfReview({ ...root, review: root }),
  eventData: ({ tender, lot, source }) => ({ tender: tender.id, lot: lot.no, source }),
  guards: {
    draw_too_early: guard({ loadCalendar }, (facts, { root, today }) =>
      refuseEarlyDraw(facts.loadCalendar, { drawnOn: today, reviewOn: root.review_on, pointer: '/reviewOn' }),
    ),
    pool_too_small: guard({ loadPool }, ({ loadPool: { pool } }, { root: { size } }) =>
      pool.length < size ? { facts: { size, left: pool.length } } : null,
    ),
    places_filled: guard<LockedDraw, { place?: number | null }, { places: Place[] }>(
      { places: loadDrawPlaces },
      ({ places }, { root: { size }, given }) =>
        places.filter((each) => isHeld(each) && each.place !== given.place).length >= size ? { facts: { size } } : null,
    ),
    no_place_left: guard({ places: loadDrawPlaces }, ({ places }) =>
      places.some(({ state }) => state === 'waiting') ? null : {},
    ),
  },
});

import { guard, subject } from '../../../kernel/actions/action.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { guardInterest, refuseRecusedPerson } from '../../tenders/oversight/interest.js';
import { challengeLifecycle, type ChallengeState } from './challenge.lifecycle.js';
import { guardCompetence, refuseRecusedAuthority } from './competence/competence.js';
import { guardDayOfAct } from './paper/done-on-paper.js';
import { loadUnappliedLots, refuseUnappliedRemedy } from './remedy-application.js';
import {
  changeOfRemedy,
  decidesRemedy,
  guardRecorder,
  heldForRemedy,
  loadDisputingBodies,
  lockRemedy,
  lockRemedyTender,
  type LockedRemedy,
} from './remedy-root.js';
import { Challenge } from './challenge.entity.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';

/** A locked challenge. */
export type LockedChallenge = LockedRemedy<ChallengeState> &
  Pick<StoredRow<Challenge>, 'challenger_id' | 'recorder_id' | 'scope' | 'result' | 'affects_result'> & {
    posted_on: Date | null;
  };

/** What follows from these is about how far the purchase has come: nothing is signed or applied meanwhile. */
const WITH_TENDER: readonly string[] = ['answer', 'record_remedy', 'void'];

/** A challenge is answered by the buyer or its agent, and withdrawn by who filed it. */
export const challengeSubject = subject<LockedChallenge, 'challenges/:id', Challenge>({
  lifecycle: challengeLifecycle,
  path: 'challenges/:id',
  entity: Challenge,
  permit: 'tender.read',
  async lock(tx, { id }, action) {
    if (WITH_TENDER.includes(action)) await lockRemedyTender(tx, 'challenge', id);
    return lockRemedy<LockedChallenge>(tx, 'challenge', id);
  },
  heldBy: ({ principal }, root) => Promise.resolve(heldForRemedy(principal, root, root.challenger_id)),
  audience: (root) => changeOfRemedy('challenge', root, root.challenger_id),
  eventData: ({ tender_id: tender }) => ({ tender }),
  guards: {
    ...guardInterest<LockedChallenge>(
      ({ tx, root }) => loadDisputingBodies(tx, 'challenge', root.id),
      ({ principal, root }) => (decidesRemedy(principal, root) ? refuseRecusedAuthority() : refuseRecusedPerson()),
    ),
    authority_not_competent: guardCompetence<LockedChallenge>(({ tender_id: tender, region }) => ({ tender, region })),
    recorder_decides: guardRecorder<LockedChallenge>(),
    ...guardDayOfAct<LockedChallenge>(({ received_at: received }) => todayInShanghai(received)),
    remedy_not_owed: guard({}, (_, { root }) =>
      root.result === 'upheld' && root.affects_result && root.remedied_at === null ? null : {},
    ),
    remedy_unapplied: guard({ loadUnappliedLots }, (facts, { root }) =>
      refuseUnappliedRemedy(root.id, facts.loadUnappliedLots),
    ),
  },
});

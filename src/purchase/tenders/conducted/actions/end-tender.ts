import { action, type Situation } from '../../../../kernel/actions/action.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { DraftSteps } from '../../drafts/draft-steps.js';
import { changeLots, signInstants } from '../../lots/opening-instants.js';
import { endSuspendedLots } from '../../oversight/suspension.js';
import { sayFacts } from '../action-facts.js';
import { EndTenderByDecisionDto, EndTenderDto } from '../tender-actions.dto.js';
import { tenderSubject } from '../tender.subject.js';
import type { LockedTenderHere } from '../tender-circumstances.js';

const sayEnd = (
  { tx, root, given: { reason }, today }: Situation<LockedTenderHere, { reason: string }>,
  kind: 'failure' | 'cancellation',
): Promise<unknown> => sayFacts(tx, root.id, [{ kind, data: { on: today, publishedOn: today, reason } }]);

/** The bids of lots that have ended stay sealed. */
async function signEnd(tx: Tx, tender: string): Promise<void> {
  const lots = await tx.query<{ id: string }>(
    `SELECT id FROM lot WHERE tender_id = $1 AND state IN ('failed', 'cancelled')`,
    [tender],
  );
  const ids = lots.map(({ id }) => id);
  await signInstants(tx, tender, { event: 'end', lots: changeLots(ids, { ended: true }) });
}

/** What the event tells of the ground; before the issue there is none. */
const describeGround = ({ ground, reference, remedy }: EndTenderDto): Record<string, unknown> =>
  ground === undefined || ground === null
    ? {}
    : {
        ground,
        ...(reference !== undefined && { reference }),
        ...(ground === 'remedy_decision' && { remedy }),
      };

export const failTender = action(tenderSubject, 'fail', EndTenderDto, {
  operationId: 'failTender',
  summary: { en: 'Fail a tender on a legal ground', zh: '废标' },
  uses: { steps: DraftSteps },
  async effect(asked, _, { steps }) {
    const { tx, root, given } = asked;
    await tx.query(`UPDATE lot SET state = 'failed' WHERE tender_id = $1 AND state = 'open'`, [root.id]);
    await signEnd(tx, root.id);
    await sayEnd(asked, 'failure');
    if (given.ground === 'remedy_decision') await steps.runDecisionSteps(tx, root.id, given.remedy);
    return { data: describeGround(given) };
  },
});

export const cancelTender = action(tenderSubject, 'cancel', EndTenderDto, {
  operationId: 'cancelTender',
  summary: { en: 'Cancel a purchase; once issued, on a legal ground', zh: '终止采购活动' },
  uses: { steps: DraftSteps },
  async effect(asked, _, { steps }) {
    const { tx, root, given } = asked;
    await tx.query(`UPDATE lot SET state = 'cancelled' WHERE tender_id = $1 AND (state IS NULL OR state = 'open')`, [
      root.id,
    ]);
    await signEnd(tx, root.id);
    if (root.published) {
      await sayEnd(asked, 'cancellation');
      if (given.ground === 'remedy_decision') await steps.runDecisionSteps(tx, root.id, given.remedy);
    }
    return { data: describeGround(given) };
  },
});

export const endTenderByDecision = action(tenderSubject, 'end_by_decision', EndTenderByDecisionDto, {
  operationId: 'endTenderByDecision',
  summary: { en: 'End a suspended tender as a decision on a remedy says', zh: '依处理决定终结已暂停的采购活动' },
  uses: { steps: DraftSteps },
  async effect(asked, _, { steps }) {
    const { tx, root, given } = asked;
    const outcome = given.outcome ?? 'failed';
    await endSuspendedLots(tx, root, outcome, given.reason);
    await sayEnd(asked, outcome === 'failed' ? 'failure' : 'cancellation');
    await steps.runDecisionSteps(tx, root.id, given.remedy);
    return { to: outcome, data: { remedy: given.remedy } };
  },
});

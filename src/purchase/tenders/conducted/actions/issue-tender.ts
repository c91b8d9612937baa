import { action } from '../../../../kernel/actions/action.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { DraftSteps } from '../../drafts/draft-steps.js';
import { appointWitness, witnessGuard } from '../../oversight/witness.js';
import { signInstants } from '../../lots/opening-instants.js';
import { sayFacts } from '../action-facts.js';
import { findCalledMoment } from '../opening-moment.js';
import { loadTenderDocument } from '../tender-document.js';
import { AppointWitnessDto } from '../tender-actions.dto.js';
import { tenderSubject } from '../tender.subject.js';

export const issueTender = action(tenderSubject, 'issue', ReasonDto, {
  operationId: 'issueTender',
  summary: { en: 'Issue the documents: bids are taken from now on', zh: '发布采购文件' },
  uses: { steps: DraftSteps },
  async effect({ tx, root, now, today }, _, { steps }) {
    const { documentsTo, deadlineAt } = root.plan;
    const openingAt = findCalledMoment({ method: root.method, deadline: deadlineAt, terms: root.terms });
    await tx.query(`UPDATE lot SET state = 'open', deadline_at = $2 WHERE tender_id = $1`, [root.id, deadlineAt]);
    await tx.query(
      `INSERT INTO tender_revision (tender_id, revision, published_at, deadline_at, document) VALUES ($1, 1, $2, $3, $4)`,
      [root.id, now, deadlineAt, JSON.stringify(await loadTenderDocument(tx, root.id))],
    );
    const data = {
      publishedOn: today,
      documentsFrom: today,
      ...(documentsTo && { documentsTo }),
      ...(deadlineAt && { deadline: deadlineAt, openingAt: openingAt ?? deadlineAt }),
    };
    await sayFacts(tx, root.id, [{ kind: 'notice', data }]);
    await steps.runIssueSteps(tx, root.id);
    // The keys of its bids are made by now; the tender's row gets its deadline below.
    await signInstants(tx, root.id, { event: 'issue', deadlineAt });
    return {
      set: { published: true, deadlineAt: deadlineAt ? new Date(deadlineAt) : null, revision: 1 },
      public: true,
    };
  },
});

/** Sees the tender from the deadline on, and may be the second to open its bids. */
export const appointTenderWitness = action(tenderSubject, 'appoint_witness', AppointWitnessDto, {
  operationId: 'appointTenderWitness',
  summary: { en: 'Appoint a witness of the opening', zh: '指定开标见证人' },
  guards: { witness_has_interest: witnessGuard },
  effect: async ({ tx, root, given }) => ({ data: await appointWitness(tx, root.id, given.user), public: true }),
});

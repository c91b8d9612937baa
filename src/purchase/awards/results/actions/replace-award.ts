import { action } from '../../../../kernel/actions/action.js';
import { sayFacts } from '../../../tenders/conducted/action-facts.js';
import { listFirstCandidates } from '../../candidates.rules.js';
import { award } from '../result-clock.js';
import { resultSubject } from '../result.subject.js';
import { ReasonedResultDto, ResultDto } from '../results.dto.js';

export const proposeReplacement = action(resultSubject, 'propose_replacement', ReasonedResultDto, {
  operationId: 'proposeReplacement',
  summary: { en: 'Propose the next rank where an award came to nothing', zh: '中标（成交）结果落空的，提议递补' },
  async effect({ tx, root, given, now, principal }) {
    await tx.query(`UPDATE lot_result SET proposal_reason = $2, proposed_at = $3, proposed_by = $4 WHERE lot_id = $1`, [
      root.id,
      given.reason,
      now,
      principal.id,
    ]);
    return {};
  },
});

export const replaceAward = action(resultSubject, 'replace_award', ResultDto, {
  operationId: 'replaceAward',
  summary: {
    en: 'Award to the next rank, as another person proposed; where none is left the lot fails',
    zh: '由另一人批准递补；没有其他候选供应商的，该包终止',
  },
  async effect({ tx, root, today }) {
    await tx.query(
      `UPDATE lot_result SET proposal_reason = NULL, proposed_at = NULL, proposed_by = NULL, deeming = false, deems_at = NULL
       WHERE lot_id = $1`,
      [root.id],
    );
    const [next] = listFirstCandidates(root.candidates);
    if (next !== undefined)
      return { to: 'confirmed', data: { award: await award(tx, root, next, { on: today, deemed: false }) } };
    const reason = '没有其他合格的候选供应商';
    const data = { on: today, publishedOn: today, reason };
    await sayFacts(tx, root.tender.id, [{ kind: 'failure', lot: root.lot.no, data }]);
    return { to: 'failed', public: true };
  },
});

import { action } from '../../../../kernel/actions/action.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { listFirstCandidates } from '../../candidates.rules.js';
import { award } from '../result-clock.js';
import { publishResult } from '../result-publication.js';
import { resultSubject } from '../result.subject.js';
import { ConfirmResultDto, ResultDto } from '../results.dto.js';

export const confirmResult = action(resultSubject, 'confirm', ConfirmResultDto, {
  operationId: 'confirmResult',
  summary: { en: 'Confirm the first rank of a lot', zh: '按排名确认采购包的第一候选供应商' },
  async effect({ tx, root, today }) {
    const [first] = listFirstCandidates(root.candidates);
    if (first === undefined) throw new Problem('rank_order');
    return { data: { award: await award(tx, root, first, { on: today, deemed: false }) } };
  },
});

export const publishLotResult = action(resultSubject, 'publish_result', ResultDto, {
  operationId: 'publishResult',
  summary: { en: 'Publish the result of a lot', zh: '公告采购包的中标（成交）结果' },
  refuses: ['conflict'],
  effect: async ({ tx, root }) => ({ data: { award: await publishResult(tx, root) }, public: true }),
});

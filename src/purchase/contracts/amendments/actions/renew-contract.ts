import { action } from '../../../../kernel/actions/action.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { findPlannedRenewal } from '../../conducted/contract-guards.js';
import { contractSubject } from '../../conducted/contract.subject.js';
import { RenewalsService } from '../renewals.service.js';

export const renewContract = action(contractSubject, 'renew', ReasonDto, {
  operationId: 'renewContract',
  summary: { en: 'Draft the renewal of a contract as its agreed plan says', zh: '按已确认的接续方案起草续签合同' },
  refuses: ['conflict', 'budget_exceeded'],
  needs: { findPlannedRenewal },
  uses: { renewals: RenewalsService },
  async effect({ tx, root }, { findPlannedRenewal: planned }, { renewals }) {
    if (planned === null) throw new Problem('renewal_not_planned');
    return { data: { contract: await renewals.draft(tx, root, planned) } };
  },
});

import { action } from '../../../../kernel/actions/action.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { loadCalendar } from '../../../../law/calendars/calendar-store.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { contractSubject } from '../../conducted/contract.subject.js';
import { endContract, hearOtherSide, proposeHeardEnding, takeBackEnding } from '../../ending/actions/end-contract.js';
import { loadOpenEndings } from '../../ending/ending-rows.js';
import { BeHeardDto } from '../../ending/ending.dto.js';
import { AnnounceWithdrawalDto } from '../agency.dto.js';

export const announceWithdrawal = action(contractSubject, 'announce_withdrawal', AnnounceWithdrawalDto, {
  operationId: 'announceContractWithdrawal',
  summary: {
    en: 'Announce that the agency withdraws from a contract: its buyer is heard first',
    zh: '承接主体通知解除合同：先听取采购人意见',
  },
  needs: { loadCalendar },
  effect: proposeHeardEnding,
});

export const answerWithdrawal = action(contractSubject, 'answer_withdrawal', BeHeardDto, {
  operationId: 'answerContractWithdrawal',
  summary: { en: 'Say what the buyer has to say of an announced withdrawal', zh: '采购人对承接主体拟解除合同陈述意见' },
  needs: { loadOpenEndings },
  uses: { references: DocumentReferences },
  effect: hearOtherSide,
});

export const withdrawFromContract = action(contractSubject, 'withdraw_from_contract', ReasonDto, {
  operationId: 'withdrawFromContract',
  summary: { en: 'Withdraw from a contract, once the buyer was heard', zh: '听取采购人意见后解除合同' },
  needs: { loadOpenEndings },
  effect: endContract,
});

export const takeBackWithdrawal = action(contractSubject, 'take_back_withdrawal', RequiredReasonDto, {
  operationId: 'takeBackContractWithdrawal',
  summary: { en: 'Take back an announced withdrawal', zh: '撤回解除合同的通知' },
  needs: { loadOpenEndings },
  effect: takeBackEnding,
});

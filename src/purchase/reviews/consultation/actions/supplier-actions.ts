import { action } from '../../../../kernel/actions/action.js';
import { FinalOffersService } from '../final-offers/final-offers.service.js';
import { FinalOfferDto, ResponseDto, WithdrawalDto } from '../supplier.dto.js';
import { supplierSubject } from '../supplier.subject.js';
import { SuppliersService } from '../suppliers.service.js';

export const respondAnew = action(supplierSubject, 'submit_response', ResponseDto, {
  operationId: 'respondAnew',
  summary: { en: 'Answer a changed requirement anew', zh: '就变动后的要求重新响应' },
  take: ({ use, principal, params, given }) => use(SuppliersService).respond(principal, params.id, given),
});

export const withdrawFromConsultation = action(supplierSubject, 'withdraw_from_consultation', WithdrawalDto, {
  operationId: 'withdrawFromConsultation',
  summary: { en: 'Leave the consultation, before the own final offer', zh: '在提交最后报价前退出磋商' },
  take: ({ use, principal, params, version, given }) =>
    use(SuppliersService).withdraw(principal, params.id, version, given),
});

/** Answered with its receipt; sent again with the same content, with the same receipt. */
export const submitFinalOffer = action(supplierSubject, 'submit_final_offer', FinalOfferDto, {
  operationId: 'submitFinalOffer',
  summary: {
    en: 'Make the one final offer; it stays sealed until the deadline of all',
    zh: '提交一次性最后报价；统一截止前保持密封',
  },
  refuses: ['declaration_fixed'],
  take: ({ use, principal, params, given }) => use(FinalOffersService).submit(principal, params.id, given),
});

import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import { ApprovalLevelsService } from './approval-levels.service.js';
import { PayeeAccountsService } from './payee-accounts.service.js';
import { ApprovalLevelsDto, ApprovalLevelsViewDto, PayeeAccountDto, PayeeAccountViewDto } from './payment.dto.js';

const payeeAccountResource = resource('organisations/:id/payee-account', {
  tag: 'payments',
  type: PayeeAccountViewDto,
  by: PayeeAccountsService,
  read: (accounts, _scope, { id }, _language, { principal }) => accounts.read(principal, id),
});

/** What bodies say of how they are paid and how they pay. If-Match names the version of the body. */
export const PayeeAccountResourceController = createResourceController(payeeAccountResource, ({ get, one, put }) => [
  one({
    operationId: 'getPayeeAccount',
    summary: { en: 'To which account an agency is paid, by its last digits', zh: '查看机构的收款账户（仅末位数字）' },
    permit: 'contract.read',
  }),
  put('organisations/:id/payee-account', {
    operationId: 'statePayeeAccount',
    summary: { en: 'State to which account the own body is paid', zh: '登记本机构的收款账户' },
    permit: 'invoice.submit',
    body: PayeeAccountDto,
    by: PayeeAccountsService,
    apply: (service, { principal, id, version, body }) => service.state(principal, id, version, body),
  }),
  get('organisations/:id/approval-levels', {
    operationId: 'getApprovalLevels',
    summary: {
      en: 'From which amounts on the own body asks one more person to approve a payment',
      zh: '查看本机构付款须增加一名审批人的金额',
    },
    permit: 'contract.read',
    type: ApprovalLevelsViewDto,
    by: ApprovalLevelsService,
    read: (queries, { principal, id }) => queries.read(principal, id),
  }),
]);

const approvalLevelsResource = resource('organisations/:id/approval-levels', {
  tag: 'payments',
  type: ApprovalLevelsViewDto,
  by: ApprovalLevelsService,
  read: (levels, _scope, { id }, _language, { principal }) => levels.read(principal, id),
});

export const ApprovalLevelsResourceController = createResourceController(approvalLevelsResource, ({ put }) => [
  put('organisations/:id/approval-levels', {
    operationId: 'setApprovalLevels',
    summary: {
      en: 'Set from which amounts on the own body asks one more person to approve a payment',
      zh: '设定本机构付款须增加一名审批人的金额',
    },
    permit: 'payment.approve',
    refuses: ['approvers_too_few'],
    body: ApprovalLevelsDto,
    by: ApprovalLevelsService,
    apply: (service, { principal, id, version, body }) => service.set(principal, id, version, body),
  }),
]);

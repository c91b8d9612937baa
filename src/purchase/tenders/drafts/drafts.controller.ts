import { Header } from '@nestjs/common';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController } from '../../../kernel/actions/resource-routes.js';
import { LotsDto } from '../reads/tender.dto.js';
import { tenderResource } from '../reads/tenders.controller.js';
import { NewCopyDto } from './copies.dto.js';
import { CopiesService } from './copies.service.js';
import { DraftsService } from './drafts.service.js';
import {
  grantMethodApproval,
  refuseMethodApproval,
  requestMethodApproval,
} from '../conducted/actions/approve-method.js';
import { correctTender } from '../conducted/actions/correct-tender.js';
import { cancelTender, endTenderByDecision, failTender } from '../conducted/actions/end-tender.js';
import { appointTenderWitness, issueTender } from '../conducted/actions/issue-tender.js';
import {
  approveTender,
  publishTenderIntent,
  returnTender,
  reviseTender,
  submitTender,
} from '../conducted/actions/submit-tender.js';
import { resumeTender, resumeTenderAfterLimit, suspendTender } from '../conducted/actions/suspend-tender.js';
import { MandateDto, NewOpinionDto } from '../conducted/tender-actions.dto.js';
import { TenderDesk } from '../conducted/tender-desk.js';
import { tenderSubject } from '../conducted/tender.subject.js';
import { CriteriaDto, LotTermsDto, PlanDto, TermsDto } from '../conducted/terms/terms.dto.js';

/** A tender that is conducted here: its draft, and the actions that lead to its issue. */
export const DraftsController = createResourceController(tenderResource, ({ add, patch, post, put }) => [
  post('tenders/:id/copies', {
    operationId: 'copyTender',
    summary: {
      en: 'A new draft that begins as an earlier purchase of the own body was, with its dates planned anew',
      zh: '以本机构以往的采购项目为底稿起草新的采购项目，并重新安排日期',
    },
    permit: 'tender.draft',
    refuses: ['dataset_mismatch', 'lot_unknown', 'lot_not_failed', 'way_not_approved'],
    decorators: [Header('Location', '/api/v1/tenders/')],
    body: NewCopyDto,
    by: CopiesService,
    make: (service, { principal, id, body }) => service.copy(principal, id, body),
  }),
  put('tenders/:id/lots', {
    operationId: 'setTenderLots',
    summary: { en: 'The lots of a draft, all of them', zh: '设定草案的全部采购包' },
    permit: 'tender.draft',
    refuses: [
      'wrong_state',
      'conducted_elsewhere',
      'several_suppliers_not_conducted',
      'deduction_unlawful',
      'unit_price_with_sum',
      'bands_unordered',
      'lot_line_missing',
      'lot_lines_overlap',
      'end_before_start',
      'dataset_mismatch',
    ],
    body: LotsDto,
    by: DraftsService,
    apply: (service, { principal, id, version, body }) => service.setLots(principal, id, version, body.lots),
  }),
  patch('tenders/:id/terms', {
    operationId: 'setTenderTerms',
    summary: {
      en: 'What the documents of a draft say beside its lots (RFC 7396)',
      zh: '设定草案采购包以外的采购文件内容（RFC 7396）',
    },
    permit: 'tender.draft',
    refuses: [
      'wrong_state',
      'conducted_elsewhere',
      'deduction_unlawful',
      'unit_price_with_sum',
      'bands_unordered',
      'dataset_mismatch',
    ],
    body: TermsDto,
    by: DraftsService,
    apply: (service, { principal, id, version, body }) => service.setTerms(principal, id, version, body),
  }),
  patch('tenders/:id/lots/:no/terms', {
    operationId: 'setLotTerms',
    summary: {
      en: 'What one lot of a draft says otherwise than its tender (RFC 7396); null: as its tender',
      zh: '设定草案中某一采购包与采购项目不同的内容（RFC 7396）；空值表示与采购项目相同',
    },
    permit: 'tender.draft',
    refuses: ['wrong_state', 'conducted_elsewhere', 'deduction_unlawful', 'unit_price_with_sum', 'bands_unordered'],
    body: LotTermsDto,
    by: DraftsService,
    apply: (service, { principal, id, no, version, body }) => service.setLotTerms(principal, id, version, no, body),
  }),
  put('tenders/:id/criteria', {
    operationId: 'setTenderCriteria',
    summary: { en: 'The criteria of a draft, all of them', zh: '设定草案的全部评审标准' },
    permit: 'tender.draft',
    refuses: ['wrong_state', 'conducted_elsewhere'],
    body: CriteriaDto,
    by: DraftsService,
    apply: (service, { principal, id, version, body }) => service.setCriteria(principal, id, version, body.criteria),
  }),
  patch('tenders/:id/plan', {
    operationId: 'planTender',
    summary: { en: 'When the steps of a draft are planned (RFC 7396)', zh: '安排草案各环节的日期（RFC 7396）' },
    permit: 'tender.draft',
    refuses: ['wrong_state', 'conducted_elsewhere'],
    body: PlanDto,
    by: DraftsService,
    apply: (service, { principal, id, version, body }) => service.setPlan(principal, id, version, body),
  }),
  add('tenders/:id/opinions', {
    operationId: 'recordOpinion',
    summary: {
      en: 'Record what the public, suppliers or a lawyer said of a draft',
      zh: '记录社会公众、供应商或法律顾问对草案的意见',
    },
    permit: 'tender.draft',
    refuses: ['wrong_state', 'conducted_elsewhere', 'dated_in_future', 'opinion_incomplete'],
    body: NewOpinionDto,
    by: TenderDesk,
    apply: (service, { principal, id, body }) => service.addOpinion(principal, id, body),
  }),
  put('tenders/:id/mandate', {
    operationId: 'mandateAgent',
    summary: { en: 'Mandate an agent with a tender, or end its mandate', zh: '委托代理机构，或终止委托' },
    permit: 'tender.manage',
    refuses: ['wrong_state', 'conducted_elsewhere'],
    body: MandateDto,
    by: TenderDesk,
    apply: (service, { principal, id, version, body }) => service.mandate(principal, id, version, body.agent),
  }),
]);

const ACTIONS = [
  submitTender,
  approveTender,
  returnTender,
  reviseTender,
  requestMethodApproval,
  grantMethodApproval,
  refuseMethodApproval,
  publishTenderIntent,
  issueTender,
  correctTender,
  appointTenderWitness,
  failTender,
  cancelTender,
  suspendTender,
  resumeTender,
  resumeTenderAfterLimit,
  endTenderByDecision,
];
export const TenderActionsController = createActionController(tenderSubject, ACTIONS, tenderResource);

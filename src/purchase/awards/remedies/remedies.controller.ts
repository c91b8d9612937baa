import { Header } from '@nestjs/common';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { acceptComplaint, refuseComplaint } from './actions/accept-complaint.js';
import { askCorrection, correctComplaint, recordCorrection } from './actions/correct-complaint.js';
import { recordChallenge } from './actions/record-challenge.js';
import { recordChallengeWithdrawal, recordComplaintWithdrawal } from './actions/record-withdrawal.js';
import { answerComplaint, confirmCopies, recordExamination, sendCopies } from './actions/serve-complaint.js';
import { answerChallenge, setAsideChallenge } from './actions/answer-challenge.js';
import {
  beginAppraisal,
  decideComplaint,
  endAppraisal,
  recordComplaintRemedy,
  withdrawComplaint,
} from './actions/decide-complaint.js';
import { voidCorrection } from './actions/void-correction.js';
import { voidChallenge, voidComplaint, voidComplaintChallenge } from './actions/void-remedy.js';
import { recordChallengeRemedy, stateNoEffect, withdrawChallenge } from './actions/settle-challenge.js';
import { challengeSubject } from './challenge.subject.js';
import { ChallengesService } from './challenges.service.js';
import { complaintSubject } from './complaint.subject.js';
import { ComplaintsService } from './complaints.service.js';
import { RemediesQueries } from './remedies.queries.js';
import {
  ChallengeDto,
  ChallengeListDto,
  ChallengeQuery,
  ComplaintDto,
  ComplaintListDto,
  ComplaintQuery,
  NewChallengeDto,
  NewComplaintDto,
} from './remedy.dto.js';

const REFUSED_FILINGS = [
  ...(['not_found', 'lot_unknown', 'dated_in_future', 'received_before_event', 'paper_recorded_already'] as const),
  ...(['dataset_mismatch', 'body_merged', 'body_no_supplier', 'acts_with_interest'] as const),
];

const challengeResource = resource(challengeSubject.path, {
  tag: 'remedies',
  type: ChallengeDto,
  by: RemediesQueries,
  read: (queries, scope, { id }) => queries.challenge(scope, id),
});

/** Challenges (质疑): Law article 52. Receipt cannot be refused. */
export const ChallengesController = createResourceController(challengeResource, ({ get, one, post }) => [
  post('challenges', {
    operationId: 'fileChallenge',
    summary: {
      en: 'Challenge the documents, a step or the result of a purchase',
      zh: '对采购文件、过程或结果提出质疑',
    },
    permit: ['challenge.file', 'challenge.answer'],
    refuses: ['challenged_already', ...REFUSED_FILINGS],
    decorators: [Header('Location', '/api/v1/challenges/')],
    body: NewChallengeDto,
    by: ChallengesService,
    make: (service, { principal, body }) => service.receive(principal, body),
  }),
  get('challenges', {
    operationId: 'listChallenges',
    summary: {
      en: 'Challenges of the own body, to its purchases, or in the own region',
      zh: '查询本机构提出、针对本机构项目或本区域的质疑',
    },
    permit: 'tender.read',
    query: ChallengeQuery,
    type: ChallengeListDto,
    read: (queries, { scope, query, url }) => queries.challenges(scope, query, url),
  }),
  one({
    operationId: 'getChallenge',
    summary: { en: 'One challenge with its clocks', zh: '查看质疑及其期限' },
    permit: 'tender.read',
  }),
]);

const complaintResource = resource(complaintSubject.path, {
  tag: 'remedies',
  type: ComplaintDto,
  by: RemediesQueries,
  read: (queries, scope, { id }) => queries.complaint(scope, id),
});

/** Complaints (投诉) to the finance authority: Law articles 55 to 57. */
export const ComplaintsController = createResourceController(complaintResource, ({ get, one, post }) => [
  post('complaints', {
    operationId: 'fileComplaint',
    summary: { en: 'Complain to the finance authority after a challenge', zh: '质疑后向财政部门投诉' },
    permit: ['complaint.file', 'remedy.decide'],
    refuses: REFUSED_FILINGS,
    decorators: [Header('Location', '/api/v1/complaints/')],
    body: NewComplaintDto,
    by: ComplaintsService,
    make: (service, { principal, body }) => service.receive(principal, body),
  }),
  get('complaints', {
    operationId: 'listComplaints',
    summary: {
      en: 'Complaints of the own body, about its purchases, or in the own region',
      zh: '查询本机构提起、涉及本机构项目或本区域的投诉',
    },
    permit: 'tender.read',
    query: ComplaintQuery,
    type: ComplaintListDto,
    read: (queries, { scope, query, url }) => queries.complaints(scope, query, url),
  }),
  one({
    operationId: 'getComplaint',
    summary: { en: 'One complaint with its clock', zh: '查看投诉及其期限' },
    permit: 'tender.read',
  }),
]);

export const ChallengeActionsController = createActionController(
  challengeSubject,
  [
    ...[answerChallenge, setAsideChallenge, stateNoEffect, withdrawChallenge, recordChallengeWithdrawal],
    ...[voidChallenge, recordChallengeRemedy],
  ],
  challengeResource,
);

export const ComplaintActionsController = createActionController(
  complaintSubject,
  [
    ...[askCorrection, correctComplaint, recordCorrection, recordChallenge, acceptComplaint, refuseComplaint],
    ...[beginAppraisal, endAppraisal, recordComplaintWithdrawal, voidComplaint, voidComplaintChallenge, voidCorrection],
    ...[recordExamination, sendCopies, confirmCopies, answerComplaint],
    ...[decideComplaint, withdrawComplaint, recordComplaintRemedy],
  ],
  complaintResource,
);

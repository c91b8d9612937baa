import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { awardSubject } from '../award.subject.js';
import { BondRefundsDto } from '../bond-refunds.dto.js';
import { BondRefundsService } from '../bond-refunds.service.js';
import { beHeardOnEnding } from './actions/be-heard.js';
import { confirmResult, publishLotResult } from './actions/confirm-result.js';
import { deliverReport, recordReceipt } from './actions/deliver-report.js';
import { recordObjection, withdrawObjection } from './actions/object-to-report.js';
import { recordRefusal, refuseAward } from './actions/refuse-award.js';
import { proposeReplacement, replaceAward } from './actions/replace-award.js';
import { settleTie } from './actions/settle-tie.js';
import { resultSubject } from './result.subject.js';
import { AwardDto, LotResultsDto } from './results.dto.js';
import { ResultsQueries } from './results.queries.js';

const lotResultsResource = resource(resultSubject.path, {
  tag: 'awards',
  type: LotResultsDto,
  by: ResultsQueries,
  read: (queries, _scope, { id }, _language, { principal }) => queries.loadLotResults(principal, id),
});

/** From the report of a review to its result. */
export const ResultsController = createResourceController(lotResultsResource, ({ add, one }) => [
  one({
    operationId: 'listTenderAwards',
    summary: {
      en: 'The awards of a tender lot by lot; for those concerned with it also the report and the order of the offers',
      zh: '逐包查看采购结果；相关各方另可见评审报告与排序',
    },
    description: 'Whole, without pages: one entry for each lot of the tender, with the offers of its report.',
    permit: 'public',
    refuses: ['validation_failed', 'not_found'],
  }),
  add('tenders/:id/awards/bond-refunds', {
    operationId: 'recordBondRefunds',
    summary: {
      en: 'Record that bonds of the bids of a lot went back, and when',
      zh: '登记采购包投标保证金的退还及日期',
    },
    permit: 'tender.draft',
    refuses: [
      'validation_failed',
      'bad_if_match',
      'not_signed_in',
      'not_permitted',
      'not_found',
      'stale_version',
      'if_match_required',
      'conducted_elsewhere',
    ],
    version: 'required',
    body: BondRefundsDto,
    by: BondRefundsService,
    apply: (service, { principal, id, version, body }) => service.record(principal, id, version, body),
  }),
]);

const ACTIONS = [
  deliverReport,
  recordReceipt,
  recordObjection,
  withdrawObjection,
  settleTie,
  confirmResult,
  publishLotResult,
  proposeReplacement,
  replaceAward,
];

/** If-Match names the version of the tender; the body names the lot. */
export const ResultActionsController = createActionController(resultSubject, ACTIONS, lotResultsResource);

const awardResource = resource(awardSubject.path, {
  tag: 'awards',
  type: AwardDto,
  by: ResultsQueries,
  read: (queries, scope, { id }) => queries.award(scope, id),
});

/** One award. */
export const AwardsController = createResourceController(awardResource, ({ one }) => [
  one({
    operationId: 'getAward',
    summary: { en: 'One award', zh: '查看成交结果' },
    permit: 'public',
    refuses: ['validation_failed', 'not_found'],
  }),
]);

export const AwardActionsController = createActionController(
  awardSubject,
  [refuseAward, beHeardOnEnding, recordRefusal],
  awardResource,
);

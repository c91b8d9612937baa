import { Header } from '@nestjs/common';
import { createActionController } from '../../kernel/actions/action-routes.js';
import { putOnPaper } from '../../kernel/actions/paper-routes.js';
import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import {
  appointEvaluator,
  cancelEvaluation,
  proposeEvaluator,
  reassignEvaluation,
  replaceEvaluator,
} from './actions/appoint-evaluator.js';
import { declareEvaluator } from './actions/declare-ties.js';
import { appealEvaluation, confirmEvaluation, publishEvaluation } from './actions/publish-evaluation.js';
import { beginFieldwork, reEvaluate, refillSheet, returnScores, submitScores } from './actions/send-scores.js';
import {
  EvaluationDetailDto,
  EvaluationListDto,
  EvaluationQuery,
  NewEvaluationDto,
  ScoresDto,
} from './evaluation.dto.js';
import { composeEvaluationPaper } from './papers/evaluation-paper.rules.js';
import { evaluationSubject } from './evaluation.subject.js';
import { EvaluationsQueries } from './evaluations.queries.js';
import { EvaluationsService } from './evaluations.service.js';

const evaluationResource = resource(evaluationSubject.path, {
  tag: 'evaluations',
  type: EvaluationDetailDto,
  by: EvaluationsQueries,
  read: (queries, scope, { id }, language) => queries.one(scope, id, language),
  translated: true,
});

/** How well a contract's service was, by a body that is tied to nobody in it. */
export const EvaluationsController = createResourceController(evaluationResource, ({ get, one, post, put }) => [
  get('evaluations', {
    operationId: 'listEvaluations',
    summary: {
      en: 'Published evaluations, and those of the caller’s bodies, by due day',
      zh: '按到期日查询已公布的评估及本机构相关的评估',
    },
    description:
      'With `assignee=me&open=true` the work list of an evaluator: due days, progress, leaves without points or evidence.',
    permit: 'public',
    refuses: ['not_signed_in'],
    query: EvaluationQuery,
    type: EvaluationListDto,
    translated: true,
    read: (queries, { scope, query, url, language }) => queries.list(scope, query, url, language),
  }),
  one({
    operationId: 'getEvaluation',
    summary: { en: 'One evaluation, as far as the caller may see it', zh: '查看评估（以可见范围为限）' },
    permit: 'public',
    paper: putOnPaper(['pdf'], (evaluation: EvaluationDetailDto, { language }) =>
      composeEvaluationPaper(evaluation, language),
    ),
  }),
  get('contracts/:id/evaluations', {
    operationId: 'listContractEvaluations',
    summary: { en: 'Evaluations of one contract that the caller may see', zh: '查询某一合同可见的评估' },
    permit: 'public',
    refuses: ['not_signed_in'],
    query: EvaluationQuery,
    type: EvaluationListDto,
    translated: true,
    read: (queries, { scope, id, query, url, language }) => queries.ofContract(scope, id, query, url, language),
  }),
  post('contracts/:id/evaluations', {
    operationId: 'planEvaluation',
    summary: { en: 'Plan a midterm or final evaluation of a contract', zh: '安排合同的中期或末期评估' },
    permit: 'evaluation.plan',
    refuses: [
      'conducted_elsewhere',
      'contract_not_running',
      'acts_with_interest',
      'scheme_not_announced',
      'residents_unweighted',
      'evaluation_planned',
    ],
    decorators: [Header('Location', '/api/v1/evaluations/')],
    body: NewEvaluationDto,
    by: EvaluationsService,
    make: (service, { principal, id, body }) => service.plan(principal, id, body),
  }),
  put('evaluations/:id/scores', {
    operationId: 'scoreEvaluation',
    summary: {
      en: 'Give points with evidence; those of leaves that are not named stay',
      zh: '依佐证评分；未提及的指标保持不变',
    },
    description: 'As often as it takes, until they are sent; after an appeal by who was appointed to look again.',
    permit: 'evaluation.act',
    refuses: [
      'wrong_state',
      'acts_with_interest',
      'evaluator_tied',
      'score_above_maximum',
      'points_derived',
      'comment_required',
    ],
    body: ScoresDto,
    by: EvaluationsService,
    apply: (service, { principal, id, version, body }) => service.score(principal, id, version, body),
  }),
]);

export const EvaluationActionsController = createActionController(
  evaluationSubject,
  [
    ...[proposeEvaluator, appointEvaluator, replaceEvaluator, reassignEvaluation, cancelEvaluation],
    ...[declareEvaluator, beginFieldwork, refillSheet, submitScores, returnScores, reEvaluate],
    ...[confirmEvaluation, publishEvaluation, appealEvaluation],
  ],
  evaluationResource,
);

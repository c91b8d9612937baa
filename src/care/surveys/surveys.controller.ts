import { createActionController } from '../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import {
  NewSurveyDto,
  SampleListDto,
  SampleQuery,
  SurveyChangeDto,
  SurveyDto,
  SurveyListDto,
  SurveyQuery,
} from './survey.dto.js';
import { SurveyResultsDto } from './results/survey-results.dto.js';
import { SurveyResultsQueries } from './results/survey-results.queries.js';
import { drawSurvey } from './actions/draw-survey.js';
import { endCodes } from './actions/end-codes.js';
import { cancelSurvey, closeSurvey, extendSurvey, openSurvey } from './actions/run-survey.js';
import { surveySubject } from './survey.subject.js';
import { SurveysQueries } from './surveys.queries.js';
import { SurveysService } from './surveys.service.js';

const surveyResource = resource(surveySubject.path, {
  tag: 'surveys',
  type: SurveyDto,
  by: SurveysQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});

/** Questions to the recipients of a contract, put by its buyer or by who was appointed to evaluate it. */
export const SurveysController = createResourceController(surveyResource, ({ get, one, patch, post }) => [
  post('surveys', {
    operationId: 'createSurvey',
    summary: { en: 'Write a survey of a contract’s recipients', zh: '编制面向合同服务对象的问卷' },
    description:
      'Its seed is made and said with it; the sample follows from the seed. One runs at a time for each purpose.',
    permit: 'survey.run',
    refuses: ['not_found', 'acts_with_interest', 'survey_exists'],
    body: NewSurveyDto,
    by: SurveysService,
    make: (service, { principal, body }) => service.create(principal, body),
  }),
  get('surveys', {
    operationId: 'listSurveys',
    summary: { en: 'Surveys of the caller’s bodies and contracts', zh: '查询本机构及其合同的问卷' },
    permit: 'contract.read',
    query: SurveyQuery,
    type: SurveyListDto,
    read: (queries, { scope, query, url }) => queries.list(scope, query, url),
  }),
  one({ operationId: 'getSurvey', summary: { en: 'One survey', zh: '查看问卷' }, permit: 'contract.read' }),
  patch('surveys/:id', {
    operationId: 'changeSurvey',
    summary: { en: 'Change a survey that is not open yet (RFC 7396)', zh: '修改尚未开放的问卷（RFC 7396）' },
    permit: 'survey.run',
    refuses: ['wrong_state', 'acts_with_interest', 'evaluator_tied'],
    body: SurveyChangeDto,
    by: SurveysService,
    apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
  }),
  get('surveys/:id/sample', {
    operationId: 'listSurveySample',
    summary: { en: 'Among whom a survey drew, and whom', zh: '查看抽样总体与被抽中的服务对象' },
    description:
      'Everybody among whom was drawn. In each community those are asked whose SHA-256 of the seed, a line feed and the id of\n' +
      'the recipient (in lower case) is smallest. The agency sees it once the survey is over and somebody has answered.',
    permit: 'contract.read',
    query: SampleQuery,
    type: SampleListDto,
    read: (queries, { scope, id, query, url }) => queries.sample(scope, id, query, url),
  }),
  get('surveys/:id/results', {
    operationId: 'getSurveyResults',
    summary: { en: 'What a survey that is over came to', zh: '查看已结束问卷的结果' },
    description:
      'Estimates weighted by community, with what is not known: who did not answer. What few gave is told with another, so\n' +
      'that no difference gives it back. Not before the last day has passed; then for everybody where the service is one for\n' +
      'the public and its contract is published.',
    permit: 'public',
    refuses: ['survey_running'],
    type: SurveyResultsDto,
    by: SurveyResultsQueries,
    read: (queries, { scope, id }) => queries.loadResults(scope, id),
  }),
]);

/** Answers are taken on the days from `opensOn` to `closesOn`, whenever somebody closes it. */
export const SurveyActionsController = createActionController(
  surveySubject,
  [drawSurvey, openSurvey, endCodes, extendSurvey, closeSurvey, cancelSurvey],
  surveyResource,
);

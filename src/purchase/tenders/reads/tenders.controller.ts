import { ApiExtraModels } from '@nestjs/swagger';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { KeyRequired } from '../../../kernel/http/idempotency/idempotency.js';
import { DraftNeedsQueries } from '../conducted/needs/draft-needs.queries.js';
import { RecordTenderFactsDto, TENDER_FACT_DATA } from '../tender-facts.dto.js';
import { RecordingService } from '../recording/recording.service.js';
import { TenderChangesService } from '../tender-changes.service.js';
import { NewTenderDto, TenderChangeDto, TenderQuery, TenderServiceLinesDto } from './tender.dto.js';
import { TenderDeadlineListDto } from './deadlines.dto.js';
import { TenderDetailDto, TenderListDto } from './tender-view.dto.js';
import { TendersQueries } from './tenders.queries.js';

export const tenderResource = resource('tenders/:id', {
  tag: 'tenders',
  type: TenderDetailDto,
  by: TendersQueries,
  translated: true,
  read: (queries, scope, { id }, language) => queries.one(scope, id, language),
});

export const TendersController = createResourceController(
  tenderResource,
  ({ add, get, patch, post, put, putExternal }) => [
    post('tenders', {
      operationId: 'recordTender',
      summary: { en: 'Record a purchase conducted elsewhere', zh: '登记他处开展的采购项目' },
      permit: 'tender.record',
      refuses: [
        'not_found',
        'external_id_taken',
        'end_before_start',
        'dataset_mismatch',
        'conducted_elsewhere',
        'unit_price_with_sum',
        'bands_unordered',
        'lot_line_missing',
        'lot_lines_overlap',
        'deduction_unlawful',
        'several_suppliers_not_conducted',
      ],
      body: NewTenderDto,
      by: RecordingService,
      make: (service, { principal, body }) =>
        service.createTender(principal, { ...body, dataset: body.dataset ?? 'live' }),
    }),
    get('tenders', {
      operationId: 'listTenders',
      summary: {
        en: 'Published tenders, and those of the caller’s bodies',
        zh: '查询已公开的采购项目及本机构的采购项目',
      },
      permit: 'public',
      query: TenderQuery,
      type: TenderListDto,
      read: (queries, { scope, query, url }) => queries.list(scope, query, url),
    }),
    get('tenders/:id', {
      operationId: 'getTender',
      summary: {
        en: 'One tender with its lots, facts, conflicts and what is missing',
        zh: '查看采购项目及其采购包、事实、矛盾与缺失',
      },
      permit: 'public',
      type: TenderDetailDto,
      translated: true,
      by: DraftNeedsQueries,
      read: (queries, { principal, scope, id, language }) => queries.one(principal, scope, id, language),
    }),
    get('tenders/:id/deadlines', {
      operationId: 'listDeadlines',
      summary: {
        en: 'Periods of law of a tender, with rule, basis and state',
        zh: '查询采购项目的法定期限、依据及状态',
      },
      permit: 'public',
      type: TenderDeadlineListDto,
      translated: true,
      read: (queries, { scope, id, language }) => queries.deadlines(scope, id, language),
    }),
    patch('tenders/:id', {
      operationId: 'changeTender',
      summary: {
        en: 'Change what is known of a recorded tender beside its facts (RFC 7396), its contracts and notices follow; or a draft',
        zh: '修改已登记采购项目除事实以外的信息（RFC 7396），其合同与公告随之更新；或修改草案',
      },
      permit: 'tender.record',
      refuses: ['wrong_state', 'conflict', 'end_before_start', 'dataset_mismatch', 'budget_exceeded'],
      body: TenderChangeDto,
      by: TenderChangesService,
      apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
    }),
    put('tenders/:id/service-lines', {
      operationId: 'setTenderServiceLines',
      summary: {
        en: 'Say which service lines a recorded tender or a draft serves, all of them; the lines of its contracts follow',
        zh: '指明采购项目服务的全部服务线；其合同的服务线随之更新',
      },
      permit: 'tender.record',
      refuses: ['wrong_state', 'conflict', 'dataset_mismatch', 'lot_has_line'],
      body: TenderServiceLinesDto,
      by: TenderChangesService,
      apply: (service, { principal, id, version, body }) =>
        service.setServiceLines(principal, id, version, body.serviceLines),
    }),
    putExternal({
      operationId: 'putTender',
      summary: {
        en: 'Create or change the purchase that another system calls so; the same answer twice',
        zh: '按其他系统的编号新建或修改采购项目；重复提交结果相同',
      },
      description: 'Fields that are not given stay as they are. Its facts are recorded apart.',
      permit: 'tender.record',
      refuses: [
        'external_id_taken',
        'end_before_start',
        'dataset_mismatch',
        'lot_unknown',
        'budget_exceeded',
        'conducted_here',
        'conducted_elsewhere',
        'wrong_state',
        'lot_line_missing',
        'lot_lines_overlap',
        'deduction_unlawful',
        'lot_has_line',
        'several_suppliers_not_conducted',
      ],
      body: NewTenderDto,
      by: TenderChangesService,
      make: (service, { principal, external, body, version }) => service.put(principal, external, body, version),
    }),
    add('tenders/:id/facts', {
      operationId: 'recordTenderFacts',
      summary: {
        en: 'Record facts with their sources; all of them or none',
        zh: '登记采购项目的事实及其来源；全部登记或全部不登记',
      },
      description:
        'A batch route: up to 100 facts, all of them or none. One that contradicts a stored one is refused (409, both named), a\n' +
        'correction names what it `replaces`. If-Match is not required; where it is sent it is honoured (412).',
      permit: 'tender.record',
      refuses: [
        'fact_contradiction',
        'fact_not_replaceable',
        'lot_unknown',
        'end_before_start',
        'dataset_mismatch',
        'budget_exceeded',
        'conducted_here',
      ],
      decorators: [KeyRequired(), ApiExtraModels(...Object.values(TENDER_FACT_DATA))],
      version: 'optional',
      body: RecordTenderFactsDto,
      by: RecordingService,
      apply: (service, { principal, id, version, body }) => service.recordFacts(principal, id, body.facts, version),
    }),
  ],
);

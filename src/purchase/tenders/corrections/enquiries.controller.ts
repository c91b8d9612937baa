import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import {
  AnswerDto,
  ClarificationListDto,
  DocumentRequestListDto,
  NewDocumentRequestDto,
  NewQuestionDto,
} from './enquiries.dto.js';
import { EnquiriesQueries } from './enquiries.queries.js';
import { EnquiriesService } from './enquiries.service.js';

const clarificationResource = resource('tenders/:id/clarifications', {
  tag: 'tenders',
  type: ClarificationListDto,
  by: EnquiriesQueries,
  read: (queries, scope, { id }) => queries.clarifications(scope, id),
});

/** Questions about issued documents, and requests for them. */
export const ClarificationResourceController = createResourceController(clarificationResource, ({ add, get, one }) => [
  one({
    operationId: 'listClarifications',
    summary: {
      en: 'Questions with their published answers; who asked is told to nobody',
      zh: '查询对采购文件的询问及公开答复；不显示提问人',
    },
    permit: 'public',
  }),
  add('tenders/:id/clarifications', {
    operationId: 'askQuestion',
    summary: { en: 'Ask a question about issued documents', zh: '就已发出的采购文件提出询问' },
    permit: 'bid.make',
    refuses: ['wrong_state', 'conducted_elsewhere'],
    body: NewQuestionDto,
    by: EnquiriesService,
    apply: (service, { principal, id, body }) => service.ask(principal, id, body),
  }),
  add('tenders/:id/clarifications/:clarification/answer', {
    operationId: 'answerQuestion',
    summary: { en: 'Answer a question to everybody', zh: '公开答复询问' },
    permit: 'tender.draft',
    refuses: ['wrong_state', 'conducted_elsewhere', 'clarification_too_late'],
    body: AnswerDto,
    by: EnquiriesService,
    apply: (service, { principal, id, clarification, body }) => service.answer(principal, id, clarification, body),
  }),
  get('tenders/:id/document-requests', {
    operationId: 'listDocumentRequests',
    summary: {
      en: 'Who asked for the documents: before the opening each body sees its own request alone',
      zh: '查询采购文件获取情况：开启前各机构仅可见本机构的记录',
    },
    permit: 'tender.read',
    type: DocumentRequestListDto,
    read: (queries, { scope, id }) => queries.documentRequests(scope, id),
  }),
]);

const documentRequestResource = resource('tenders/:id/document-requests', {
  tag: 'tenders',
  type: DocumentRequestListDto,
  by: EnquiriesQueries,
  read: (queries, scope, { id }) => queries.documentRequests(scope, id),
});

export const DocumentRequestResourceController = createResourceController(documentRequestResource, ({ add }) => [
  add('tenders/:id/document-requests', {
    operationId: 'requestDocuments',
    summary: { en: 'Ask for the documents of a tender', zh: '获取采购文件' },
    permit: 'bid.make',
    refuses: ['wrong_state', 'conducted_elsewhere'],
    body: NewDocumentRequestDto,
    by: EnquiriesService,
    apply: (service, { principal, id, body }) => service.requestDocuments(principal, id, body.organisation),
  }),
]);

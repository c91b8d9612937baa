import { Header } from '@nestjs/common';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { acknowledgeHandover, refuseHandover, withdrawHandover } from './actions/acknowledge-handover.js';
import { OfferHandover } from './actions/offer-handover.js';
import { reofferHandover } from './actions/reoffer-handover.js';
import { HandedRecipientListDto, HandoverDto, HandoverListDto, HandoverQuery, NewHandoverDto } from './handover.dto.js';
import { handoverSubject } from './handover.subject.js';
import { HandoversQueries } from './handovers.queries.js';

const handoverResource = resource(handoverSubject.path, {
  tag: 'continuity',
  type: HandoverDto,
  by: HandoversQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});

/** Recipients of a line passed to another body. */
export const HandoversController = createResourceController(handoverResource, ({ get, one, post }) => [
  get('handovers', {
    operationId: 'listHandovers',
    summary: { en: 'Handovers of recipients that concern the own bodies', zh: '查询与本机构有关的服务对象移交' },
    permit: 'contract.read',
    query: HandoverQuery,
    type: HandoverListDto,
    read: (queries, { scope, query, url }) => queries.list(scope, query, url),
  }),
  one({ operationId: 'getHandover', summary: { en: 'One handover', zh: '查看移交' }, permit: 'contract.read' }),
  get('handovers/:id/recipients', {
    operationId: 'listHandedRecipients',
    summary: { en: 'Who is handed over, by number', zh: '按编号查看移交的服务对象' },
    permit: 'contract.read',
    query: PageQuery,
    type: HandedRecipientListDto,
    read: (queries, { scope, id, query, url }) => queries.recipients(scope, id, query, url),
  }),
  post('contracts/:id/handovers', {
    operationId: 'offerHandover',
    summary: { en: 'Offer the recipients of a line to who goes on', zh: '向接续机构提出移交服务线的服务对象' },
    description: 'Everybody whom the agency serves on the line is offered; a name goes with who has agreed to it.',
    permit: 'plan.propose',
    refuses: ['conflict', 'conducted_elsewhere', 'acts_with_interest', 'receiver_unfit'],
    decorators: [Header('Location', '/api/v1/handovers/')],
    body: NewHandoverDto,
    by: OfferHandover,
    make: (service, { principal, id: contract, body }) => service.offer(principal, contract, body),
  }),
]);

export const HandoverActionsController = createActionController(
  handoverSubject,
  [acknowledgeHandover, refuseHandover, reofferHandover, withdrawHandover],
  handoverResource,
);

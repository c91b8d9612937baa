import { Header } from '@nestjs/common';
import { createActionController } from '../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { putOnContractPaper } from '../../purchase/contracts/papers/contract-rows.js';
import { composeAcceptancePaper } from './acceptance-paper.rules.js';
import { AcceptanceDto, AcceptanceListDto } from './acceptance-view.dto.js';
import { acceptanceSubject } from './acceptance.subject.js';
import { AcceptancesQueries } from './acceptances.queries.js';
import { concludeAcceptance } from './actions/conclude-acceptance.js';
import { inviteOpinions, takeOpinions } from './actions/hear-recipients.js';
import { correctItems, itemiseAcceptance, returnAcceptance } from './actions/itemise-acceptance.js';
import { nameMembers } from './actions/name-members.js';
import { NewAcceptanceDto, OpenAcceptance } from './actions/open-acceptance.js';
import { publishAcceptance } from './actions/publish-acceptance.js';
import { recordOpinions } from './actions/record-opinions.js';
import { signAcceptance } from './actions/sign-acceptance.js';
import { tickStandards } from './actions/tick-standards.js';

const acceptanceResource = resource(acceptanceSubject.path, {
  tag: 'acceptances',
  type: AcceptanceDto,
  by: AcceptancesQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});

/** Acceptance (验收): Law article 41, Regulation article 45. Each round is itemised, heard, signed and concluded. */
export const AcceptancesController = createResourceController(acceptanceResource, ({ get, one, post }) => [
  get('contracts/:id/acceptance', {
    operationId: 'listAcceptances',
    summary: {
      en: 'Rounds of acceptance of a contract: published ones, and all for its parties',
      zh: '查询合同的验收：公开的，以及双方可见的全部',
    },
    permit: 'public',
    query: PageQuery,
    type: AcceptanceListDto,
    read: (queries, { scope, id: contract, query, url }) => queries.list(scope, contract, query, url),
  }),
  post('contracts/:id/acceptance', {
    operationId: 'openAcceptance',
    summary: {
      en: 'Open a round of acceptance against the standards of the contract as they stand',
      zh: '对照合同现行标准启动一轮验收',
    },
    description: 'Of a contract that was delivered, or that ended after something of it was.',
    permit: 'acceptance.prepare',
    refuses: [
      'wrong_state',
      'conducted_elsewhere',
      'acts_with_interest',
      'content_unconfirmed',
      'acceptance_open',
      'nothing_was_delivered',
    ],
    decorators: [Header('Location', '/api/v1/acceptances/')],
    body: NewAcceptanceDto,
    by: OpenAcceptance,
    make: (service, { principal, id: contract, body }) => service.open(principal, contract, body),
  }),
  one({
    operationId: 'getAcceptance',
    summary: { en: 'One round of acceptance', zh: '查看一轮验收' },
    permit: 'public',
    paper: putOnContractPaper(composeAcceptancePaper),
  }),
]);

export const AcceptanceActionsController = createActionController(
  acceptanceSubject,
  [
    tickStandards,
    nameMembers,
    itemiseAcceptance,
    correctItems,
    inviteOpinions,
    recordOpinions,
    takeOpinions,
    signAcceptance,
    returnAcceptance,
    concludeAcceptance,
    publishAcceptance,
  ],
  acceptanceResource,
);

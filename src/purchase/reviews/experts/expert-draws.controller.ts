import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { KeepIdOnly, Unrecorded } from '../../../kernel/http/idempotency/idempotency.js';
import { drawFromPool } from './actions/draw-experts.js';
import { inviteNext } from './actions/invite-next.js';
import { withdrawDraw } from './actions/withdraw-draw.js';
import {
  ExpertDrawDto,
  ExpertDrawsDto,
  ExpertInvitationDto,
  ExpertInvitationsDto,
  NewExpertDrawDto,
} from './expert-draw.dto.js';
import { expertDrawSubject } from './expert-draw.subject.js';
import { ExpertDrawViews } from './expert-draw-views.queries.js';
import { ExpertDrawsService } from './expert-draws.service.js';
import { acceptInvitation, invitationSubject, refuseInvitation } from './invitation.subject.js';

const drawResource = resource(expertDrawSubject.path, {
  tag: 'experts',
  type: ExpertDrawDto,
  by: ExpertDrawViews,
  read: (views, scope, { id, draw }) => views.one(scope, id, draw),
});

/** How the experts of a panel are drawn; before the result everybody but who appoints them sees hashes alone. */
export const ExpertDrawsController = createResourceController(drawResource, ({ get, one, post }) => [
  get('tenders/:id/review/draws', {
    operationId: 'listExpertDraws',
    summary: { en: 'How the experts of the panels of a tender were drawn', zh: '查询采购项目评审专家的抽取情况' },
    permit: 'public',
    type: ExpertDrawsDto,
    read: (views, { scope, id }) => views.list(scope, id),
  }),
  post('tenders/:id/review/draws', {
    operationId: 'addExpertDraw',
    summary: {
      en: 'Prepare a draw from the pool, or record one of the library or a choice by hand',
      zh: '准备从专家库抽取，或登记财政部门专家库的抽取结果、经同意的自行选定',
    },
    permit: 'panel.appoint',
    refuses: ['conducted_elsewhere', 'draw_standing', 'draw_too_early', 'draw_consent_missing', 'wrong_state'],
    decorators: [KeepIdOnly()],
    body: NewExpertDrawDto,
    by: ExpertDrawsService,
    make: (service, { principal, id, body }) => service.add(principal, id, body),
  }),
  one({
    operationId: 'getExpertDraw',
    summary: { en: 'One draw of experts', zh: '查看评审专家抽取' },
    permit: 'public',
  }),
]);

export const ExpertDrawActionsController = createActionController(
  expertDrawSubject,
  [drawFromPool, withdrawDraw, inviteNext],
  {
    ...drawResource,
    showsSecret: true,
  },
);

const invitationResource = resource(invitationSubject.path, {
  tag: 'experts',
  type: ExpertInvitationDto,
  by: ExpertDrawViews,
  read: (views, _scope, { id }, _language, { principal }) => views.invitation(principal, id),
});

/** What an expert is asked to; nobody else sees it, and no request about it is logged. */
export const InvitationsController = createResourceController(invitationResource, ({ get, one }) => [
  get('expert-invitations', {
    operationId: 'listExpertInvitations',
    summary: { en: 'The own invitations to panels', zh: '查询本人的评审邀请' },
    permit: 'panel.act',
    type: ExpertInvitationsDto,
    decorators: [Unrecorded()],
    read: async (views, { principal }) => ({ items: await views.invitations(principal, null) }),
  }),
  one({
    operationId: 'getExpertInvitation',
    summary: { en: 'One of the own invitations', zh: '查看本人的评审邀请' },
    permit: 'panel.act',
    decorators: [Unrecorded()],
  }),
]);

export const InvitationActionsController = createActionController(
  invitationSubject,
  [acceptInvitation, refuseInvitation],
  invitationResource,
);

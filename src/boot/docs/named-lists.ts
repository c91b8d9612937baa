import { NOTIFICATION_KINDS } from '../../desk/notifications/notification-kinds.js';
import { TASK_KINDS } from '../../desk/tasks/tasks.dto.js';
import type { NamedLists } from '../../kernel/openapi/text-types.js';
import { CATEGORY_CODES, TARGET_GROUP_CODES } from '../../law/code-lists/code-lists.js';
import { METHODS } from '../../law/code-lists/methods.js';
import { CLOCK_EVENTS } from '../../law/deadlines/deadlines.rules.js';
import { PERMISSIONS, ROLES } from '../../people/accounts/roles.js';
import { ORGANISATION_KINDS } from '../../people/organisations/organisation-codes.js';
import { LOT_GROUNDS } from '../../purchase/awards/lots/lot-action.dto.js';
import { REJECTION_GROUNDS } from '../../purchase/bids/rejection.rules.js';
import { LOT_STATES } from '../../purchase/tenders/lots/lot-states.js';
import { DEADLINE_EVENTS } from '../../purchase/tenders/reads/deadlines.dto.js';
import { FLAG_STATES } from '../../watch/flags/flag.lifecycle.js';
import { INDICATOR_IDS } from '../../watch/rules/registry.js';

/** Long lists that several schemas and parameters have. */
export const NAMED_LISTS: NamedLists = {
  Category: { values: CATEGORY_CODES, description: 'Categories of services, as in `GET /code-lists`.' },
  ClockEvent: { values: CLOCK_EVENTS, description: 'Events from which a period runs.' },
  DeadlineEvent: { values: DEADLINE_EVENTS, description: 'What a due date is about.' },
  FlagState: { values: FLAG_STATES, description: 'States of a flag.' },
  IndicatorId: { values: INDICATOR_IDS, description: 'Indicators, as in `GET /risk/indicators`.' },
  LotGround: { values: LOT_GROUNDS, description: 'Grounds on which a lot ends or is reviewed anew.' },
  LotState: { values: LOT_STATES, description: 'States of a lot.' },
  Method: { values: METHODS, description: 'Procurement methods.' },
  NotificationKind: {
    values: NOTIFICATION_KINDS,
    description: 'Kinds of notifications: those of tasks, and `saved_search_found`.',
  },
  OrganisationKind: { values: ORGANISATION_KINDS, description: 'Kinds of organisations.' },
  Permission: { values: Object.keys(PERMISSIONS), description: 'What an account or key may do.' },
  RejectionGround: { values: REJECTION_GROUNDS, description: 'Grounds on which a bid is rejected.' },
  Role: { values: Object.keys(ROLES), description: 'Roles of seats.' },
  TaskKind: { values: TASK_KINDS, description: 'Kinds of tasks.' },
  TargetGroup: { values: TARGET_GROUP_CODES, description: 'Target groups, as in `GET /code-lists`.' },
};

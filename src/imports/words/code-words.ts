import acceptance from '../../care/acceptance/acceptance-words.json' with { type: 'json' };
import report from '../../care/delivery/reports/report-words.json' with { type: 'json' };
import evaluation from '../../care/evaluations/papers/evaluation-words.json' with { type: 'json' };
import invoice from '../../care/payments/invoices/invoice-words.json' with { type: 'json' };
import evidence from '../../desk/flag-reports/evidence-words.json' with { type: 'json' };
import flag from '../../desk/flag-reports/flag-report-words.json' with { type: 'json' };
import { describeNotification, NOTIFICATION_KINDS } from '../../desk/notifications/notification-kinds.js';
import type { Text } from '../../kernel/errors/texts.js';
import type { CodeWords } from '../../kernel/http/tables/chinese-cells.js';
import { listChineseWords } from '../../law/code-lists/code-lists.js';
import contract from '../../purchase/contracts/papers/contract-words.json' with { type: 'json' };
import further from './code-words.json' with { type: 'json' };
import open from './open-words.json' with { type: 'json' };

const readChinese = (words: Readonly<Record<string, Text>>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([code, { zh }]) => [code, zh]));

const CATEGORIES = listChineseWords('categories');
const LEVELS = listChineseWords('budget-levels');
const CONTENTS = Object.assign(
  {},
  ...['elderly-home-care', 'social-work', 'child-protection', 'disability'].map((name) =>
    listChineseWords(`contents-${name}`),
  ),
) as Record<string, string>;
const TASKS = Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, describeNotification(kind, 'zh')]));

/** What the code lists, the papers and the tasks say of codes, by the field that holds them or by the one before it and its own. */
const SAID: CodeWords = {
  'acceptance.result': readChinese(acceptance.results),
  'acceptance.state': readChinese(acceptance.states),
  budgetLevel: LEVELS,
  categories: CATEGORIES,
  category: CATEGORIES,
  'contracts.state': readChinese(contract.states),
  'evaluations.kind': readChinese(evaluation.kinds),
  'evaluations.state': readChinese(evaluation.states),
  event: listChineseWords('events'),
  'experts.fields': CATEGORIES,
  fiscalLevel: { ...LEVELS, ...further.budgetLevel },
  'flags.state': readChinese(flag.states),
  form: listChineseWords('service-forms'),
  'invoice.state': readChinese(invoice.states),
  'invoices.state': readChinese(invoice.states),
  'history.action': readChinese(flag.steps),
  'history.from': readChinese(flag.states),
  'history.to': readChinese(flag.states),
  'items.kind': readChinese(evidence.plan),
  'items.result': readChinese(acceptance.ticks),
  level: LEVELS,
  'measure.content': CONTENTS,
  'members.capacity': readChinese(acceptance.capacities),
  method: listChineseWords('methods'),
  methods: listChineseWords('methods'),
  'milestones.state': readChinese(acceptance.milestoneStates),
  'notices.kind': listChineseWords('notice-kinds'),
  'notifications.kind': TASKS,
  'opinions.form': readChinese(acceptance.forms),
  'organisations.kind': listChineseWords('organisation-kinds'),
  'parts.state': readChinese(flag.states),
  'reports.state': readChinese(report.states),
  role: listChineseWords('roles'),
  severity: readChinese(flag.severities),
  subjectTypes: { ...readChinese(flag.records), ...further.type },
  targetGroup: listChineseWords('target-groups'),
  'tasks.kind': TASKS,
  template: CATEGORIES,
  trigger: readChinese(contract.triggers),
  type: readChinese(flag.records),
  'workers.kind': listChineseWords('worker-kinds'),
};

const FURTHER: CodeWords = further;

/** The Chinese words of the codes that stand in lists; what no room says already stands in `code-words.json`. */
export const CODE_WORDS: CodeWords = Object.fromEntries(
  [...new Set([...Object.keys(SAID), ...Object.keys(FURTHER)])].map((field) => [
    field,
    { ...SAID[field], ...FURTHER[field] },
  ]),
);

/** The Chinese words of actions and of what became of deliveries, which no closed list has. */
export const OPEN_WORDS: CodeWords = {
  'allowedActions.action': open.actions,
  'deliveries.error': open.deliveryErrors,
  'nextStep.action': open.actions,
};

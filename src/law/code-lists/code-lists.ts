import { Problem } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import { REGIONS } from '../../kernel/identity/regions.js';
import { CONTENT_LISTS, CONTENTS } from './content-lists.js';
import { labelled, type CodeItem } from './labelled.js';
import { BUDGET_LEVELS, METHODS, type BudgetLevel, type Method } from './methods.js';

export type { CodeItem } from './labelled.js';

/** A kind of service that is bought. `OTHER` says nothing, so whether it is public or meant to go on is not known. */
export interface Category extends CodeItem {
  code: CategoryCode;
  /** Code of the government procurement catalogue of 2022. */
  catalogueCode: string | null;
  /** Residents receive it: their opinion is asked before, and the recipients' at acceptance. */
  publicService: boolean | null;
  /** It is meant to go on: window and continuity indicators apply. */
  continuous: boolean | null;
}

export const CATEGORY_CODES = [
  'ELDERLY_HOME_CARE',
  'COMMUNITY_SOCIAL_WORK',
  'ORG_INCUBATION',
  'ORG_REGISTRATION_SUPPORT',
  'ORG_STAFF_TRAINING',
  'ORG_GRADE_ASSESSMENT',
  'EVALUATION_ACCEPTANCE',
  'POVERTY_COUNTY_SOCIAL_WORK',
  'SOCIAL_WORK_STATION',
  'CHILD_PROTECTION',
  'DISABILITY',
  'OTHER',
] as const;
export type CategoryCode = (typeof CATEGORY_CODES)[number];

function service(code: CategoryCode, catalogueCode: string | null, zh: string, en: string): Category {
  return { code, label: { zh, en }, catalogueCode, publicService: true, continuous: true };
}

/** Services to organisations and to the buyer: residents do not receive them, and each may end. */
function support(code: CategoryCode, catalogueCode: string, zh: string, en: string): Category {
  return { code, label: { zh, en }, catalogueCode, publicService: false, continuous: false };
}

/** Labels of the first eight as the study's table 1 prints them. */
export const CATEGORIES: readonly Category[] = [
  service('ELDERLY_HOME_CARE', 'C05010400', '社区老人居家养老服务', 'Home care for the elderly in communities'),
  service('COMMUNITY_SOCIAL_WORK', 'C05020300', '社区社会工作服务', 'Community social work'),
  support(
    'ORG_INCUBATION',
    'C05020200',
    '社会组织孵化基地运营服务',
    'Operation of incubators for social organisations',
  ),
  support(
    'ORG_REGISTRATION_SUPPORT',
    'C05020200',
    '社会组织登记管理辅助服务',
    'Support for the registration of social organisations',
  ),
  support('ORG_STAFF_TRAINING', 'C05020200', '社会组织人员培训服务', 'Training of staff of social organisations'),
  support('ORG_GRADE_ASSESSMENT', 'C05020200', '社会组织等级评估服务', 'Grade assessment of social organisations'),
  support('EVALUATION_ACCEPTANCE', 'C20030800', '购买服务评估验收服务', 'Evaluation and acceptance of bought services'),
  service(
    'POVERTY_COUNTY_SOCIAL_WORK',
    'C05020300',
    '国贫县社会工作服务',
    'Social work in nationally designated poor counties',
  ),
  service('SOCIAL_WORK_STATION', null, '社工站', 'Social-work station'),
  service('CHILD_PROTECTION', 'C05010300', '未成年人保护', 'Protection of minors'),
  service('DISABILITY', 'C05010800', '残疾人服务', 'Services for people with disabilities'),
  { code: 'OTHER', label: { zh: '其他', en: 'Other' }, catalogueCode: null, publicService: null, continuous: null },
];

export function categoryOf(code: string | null | undefined): Category | null {
  return CATEGORIES.find((category) => category.code === code) ?? null;
}

/** Categories to which window and continuity indicators apply. */
export const CONTINUOUS_CATEGORIES: readonly CategoryCode[] = CATEGORIES.filter((c) => c.continuous === true).map(
  (c) => c.code,
);

export const TARGET_GROUP_CODES = [
  'ELDERLY',
  'CHILDREN_LEFT_BEHIND',
  'CHILDREN',
  'DISABLED',
  'WOMEN',
  'LOW_INCOME',
  'DISASTER_AFFECTED',
  'COMMUNITY_ALL',
  'SOCIAL_ORGANISATIONS',
  'OTHER',
] as const;
export type TargetGroupCode = (typeof TARGET_GROUP_CODES)[number];

export const NOTICE_KINDS = [
  'intent',
  'tender',
  'correction',
  'single_source',
  'result',
  'contract',
  'acceptance',
  'failure',
  'evaluation',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const ROLE_CODES = [
  'bureau_officer',
  'bureau_approver',
  'procurement_agent',
  'agency_manager',
  'agency_worker',
  'panel_member',
  'evaluator',
  'community_worker',
  'finance_authority',
  'supervisor',
  'integrator',
  'admin',
] as const;
export type RoleCode = (typeof ROLE_CODES)[number];

export const SERVICE_FORMS = ['case', 'group', 'community', 'visit', 'administrative', 'other'] as const;
export type ServiceForm = (typeof SERVICE_FORMS)[number];

const WORKER_KINDS = ['licensed_social_worker', 'assistant', 'volunteer', 'supervisor'] as const;
export type WorkerKind = (typeof WORKER_KINDS)[number];

const TARGET_GROUPS = labelled<TargetGroupCode>(TARGET_GROUP_CODES, {
  ELDERLY: ['老年人', 'Elderly people'],
  CHILDREN_LEFT_BEHIND: ['留守儿童', 'Children left behind'],
  CHILDREN: ['儿童青少年', 'Children and young people'],
  DISABLED: ['残疾人', 'People with disabilities'],
  WOMEN: ['妇女', 'Women'],
  LOW_INCOME: ['低收入群体', 'People with low income'],
  DISASTER_AFFECTED: ['受灾群众', 'People affected by disaster'],
  COMMUNITY_ALL: ['社区全体居民', 'All residents of the community'],
  SOCIAL_ORGANISATIONS: ['社会组织', 'Social organisations'],
  OTHER: ['其他', 'Other'],
});

const METHOD_LABELS = labelled<Method>(METHODS, {
  OPEN_TENDER: ['公开招标', 'Open tender'],
  INVITED_TENDER: ['邀请招标', 'Invited tender'],
  COMPETITIVE_CONSULTATION: ['竞争性磋商', 'Competitive consultation'],
  COMPETITIVE_NEGOTIATION: ['竞争性谈判', 'Competitive negotiation'],
  SINGLE_SOURCE: ['单一来源', 'Single source'],
  INQUIRY: ['询价', 'Inquiry'],
  FRAMEWORK: ['框架协议', 'Framework agreement'],
  OTHER: ['其他方式', 'Other'],
});

const LEVELS = labelled<BudgetLevel>(BUDGET_LEVELS, {
  central: ['中央', 'Central'],
  provincial: ['省级', 'Provincial'],
  below_provincial: ['省级以下', 'Below provincial'],
});

const NOTICES = labelled<NoticeKind>(NOTICE_KINDS, {
  intent: ['采购意向', 'Procurement intent'],
  tender: ['采购公告', 'Tender notice'],
  correction: ['更正公告', 'Correction'],
  single_source: ['单一来源公示', 'Single-source publicity'],
  result: ['结果公告', 'Result'],
  contract: ['合同公告', 'Contract'],
  acceptance: ['验收公告', 'Acceptance'],
  failure: ['终止公告', 'Failure'],
  evaluation: ['评估公告', 'Evaluation'],
});

const ROLES = labelled<RoleCode>(ROLE_CODES, {
  bureau_officer: ['民政局经办人', 'Civil-affairs officer'],
  bureau_approver: ['民政局审批人', 'Civil-affairs approver'],
  procurement_agent: ['招标代理机构', 'Procurement agent'],
  agency_manager: ['社工机构负责人', 'Agency manager'],
  agency_worker: ['社工机构工作人员', 'Agency worker'],
  panel_member: ['评审专家', 'Review panel member'],
  evaluator: ['第三方评估机构', 'Third-party evaluator'],
  community_worker: ['社区居委会', 'Community worker'],
  finance_authority: ['财政部门', 'Finance authority'],
  supervisor: ['监督部门', 'Supervisor'],
  integrator: ['系统对接方', 'Integrator'],
  admin: ['系统管理员', 'Administrator'],
});

/** The lists by the name under which they are served. */

const FORMS = labelled<ServiceForm>(SERVICE_FORMS, {
  case: ['个案', 'Case work'],
  group: ['小组', 'Group work'],
  community: ['社区活动', 'Community activity'],
  visit: ['探访', 'Visit'],
  administrative: ['行政事务', 'Administration'],
  other: ['其他', 'Other'],
});

const WORKERS = labelled<WorkerKind>(WORKER_KINDS, {
  licensed_social_worker: ['持证社会工作者', 'Licensed social worker'],
  assistant: ['助理', 'Assistant'],
  volunteer: ['志愿者', 'Volunteer'],
  supervisor: ['督导', 'Supervisor'],
});

export const CODE_LISTS: Readonly<Record<string, readonly CodeItem[]>> = {
  categories: CATEGORIES,
  'target-groups': TARGET_GROUPS,
  methods: METHOD_LABELS,
  'budget-levels': LEVELS,
  'notice-kinds': NOTICES,
  roles: ROLES,
  ...CONTENTS,
  'service-forms': FORMS,
  'worker-kinds': WORKERS,
  regions: REGIONS.map(({ code, fullName }) => ({ code, label: { zh: fullName, en: fullName } })),
};

/** The codes of content that a record of this category may name; none where no list is known. */
export const contentsOf = (category: string | null): ReadonlySet<string> =>
  new Set((CODE_LISTS[CONTENT_LISTS[category as CategoryCode] ?? ''] ?? []).map((item) => item.code));

/** Every code of content that some category knows. */
export const CONTENT_CODES: readonly string[] = [
  ...new Set(Object.values(CONTENT_LISTS).flatMap((list) => (CODE_LISTS[list] ?? []).map(({ code }) => code))),
];
/** The label of a content, whichever category knows it. */
export const contentLabel = (code: string): Text =>
  labelOf(
    Object.values(CONTENT_LISTS).find((list) => CODE_LISTS[list]?.some((item) => item.code === code)) ?? '',
    code,
  );

/** The label of a code in a list; the code itself where the list does not know it. */
export function labelOf(list: keyof typeof CODE_LISTS, code: string): Text {
  return CODE_LISTS[list]?.find((item) => item.code === code)?.label ?? { zh: code, en: code };
}

/** The list of that name. @throws Problem `not_found` */
export function listNamed(name: string): readonly CodeItem[] {
  const list = Object.hasOwn(CODE_LISTS, name) ? CODE_LISTS[name] : undefined;
  if (list === undefined) throw new Problem('not_found');
  return list;
}

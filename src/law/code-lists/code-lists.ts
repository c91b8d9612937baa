import { Problem } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import { REGIONS } from '../../kernel/identity/regions.js';
import { CONTENT_LISTS } from './content-lists.js';
import { labelCodes, type CodeItem } from './labelled.js';
import type { BudgetLevel, Method } from './methods.js';
import { listNoticeWords } from './notice-words.js';
import categories from './categories.json' with { type: 'json' };
import lists from './code-lists.json' with { type: 'json' };

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

export type CategoryCode = keyof typeof categories;
export const CATEGORY_CODES = Object.keys(categories) as CategoryCode[];

/**
 * Labels of the first eight as the study's table 1 prints them. Services to organisations and to the buyer are not public:
 * residents do not receive them, and each may end.
 */
export const CATEGORIES: readonly Category[] = CATEGORY_CODES.map((code) => ({ code, ...categories[code] }));

export function findCategory(code: string | null | undefined): Category | null {
  return CATEGORIES.find((category) => category.code === code) ?? null;
}

/** Categories to which window and continuity indicators apply. */
export const CONTINUOUS_CATEGORIES: readonly CategoryCode[] = CATEGORIES.filter((c) => c.continuous === true).map(
  (c) => c.code,
);

/** Categories of services to the public, on whose needs the public is heard. */
export const PUBLIC_SERVICE_CATEGORIES: readonly CategoryCode[] = CATEGORIES.filter(
  (c) => c.publicService === true,
).map((c) => c.code);

export type TargetGroupCode = keyof (typeof lists)['target-groups'];
export const TARGET_GROUP_CODES = Object.keys(lists['target-groups']) as TargetGroupCode[];

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
  'system_admin',
  'auditor',
] as const;
export type RoleCode = (typeof ROLE_CODES)[number];

export type ServiceForm = keyof (typeof lists)['service-forms'];
export const SERVICE_FORMS = Object.keys(lists['service-forms']) as ServiceForm[];

export type WorkerKind = keyof (typeof lists)['worker-kinds'];
export const WORKER_KINDS = Object.keys(lists['worker-kinds']) as WorkerKind[];

/** Labels by list and code. Every code that is named above or in methods.ts has one. */
const LABELS: Readonly<Record<string, Readonly<Record<string, Text>>>> = lists satisfies {
  methods: Record<Method, Text>;
  'budget-levels': Record<BudgetLevel, Text>;
  'notice-kinds': Record<NoticeKind, Text>;
  roles: Record<RoleCode, Text>;
};

/** The lists by the name under which they are served. */
export const CODE_LISTS: Readonly<Record<string, readonly CodeItem[]>> = {
  categories: CATEGORIES,
  ...Object.fromEntries(Object.entries(LABELS).map(([name, labels]) => [name, labelCodes(labels)])),
  'notice-words': listNoticeWords(),
  regions: REGIONS.map(({ code, fullName }) => ({ code, label: { zh: fullName, en: fullName } })),
};

/** The codes of content that a record of this category may name; none where no list is known. */
export const listRecordContents = (category: string | null): ReadonlySet<string> =>
  new Set((CODE_LISTS[CONTENT_LISTS[category as CategoryCode] ?? ''] ?? []).map((item) => item.code));

/** Every code of content that some category knows. */
export const CONTENT_CODES: readonly string[] = [
  ...new Set(Object.values(CONTENT_LISTS).flatMap((list) => (CODE_LISTS[list] ?? []).map(({ code }) => code))),
];
/** The label of a content, whichever category knows it. */
export const contentLabel = (code: string): Text =>
  getCodeLabel(
    Object.values(CONTENT_LISTS).find((list) => CODE_LISTS[list]?.some((item) => item.code === code)) ?? '',
    code,
  );

/** The Chinese words of the codes of a list. */
export const listChineseWords = (list: string): Record<string, string> =>
  Object.fromEntries((CODE_LISTS[list] ?? []).map(({ code, label }) => [code, label.zh]));

/** The label of a code in a list; the code itself where the list does not know it. */
export function getCodeLabel(list: keyof typeof CODE_LISTS, code: string): Text {
  return CODE_LISTS[list]?.find((item) => item.code === code)?.label ?? { zh: code, en: code };
}

/** The list of that name. @throws Problem `not_found` */
export function getCodeList(name: string): readonly CodeItem[] {
  const list = Object.hasOwn(CODE_LISTS, name) ? CODE_LISTS[name] : undefined;
  if (list === undefined) throw new Problem('not_found');
  return list;
}

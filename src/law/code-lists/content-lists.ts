import { labelCodes, type CodeItem } from './labelled.js';
import categories from './categories.json' with { type: 'json' };
import lists from './code-lists.json' with { type: 'json' };

/** What was done for recipients, in the words of the profession: the thirteen services of MZ/T 064-2016 (老年社会工作服务指南). */
export const CARE_CONTENT_CODES = Object.keys(
  lists['contents-elderly-home-care'],
) as (keyof (typeof lists)['contents-elderly-home-care'])[];

/**
 * By the name under which they are served. POLICY: no published standard is at hand for the lists but that of elderly care.
 * They tell kinds of work apart and judge nobody (S02 asks the first alone).
 */
export const CONTENTS: Readonly<Record<`contents-${string}` & keyof typeof lists, readonly CodeItem[]>> = {
  'contents-elderly-home-care': labelCodes(lists['contents-elderly-home-care']),
  'contents-social-work': labelCodes(lists['contents-social-work']),
  'contents-child-protection': labelCodes(lists['contents-child-protection']),
  'contents-disability': labelCodes(lists['contents-disability']),
};

/** By category, the list of contents that its records name; a category that has none knows no such codes. */
export const CONTENT_LISTS: Readonly<Partial<Record<keyof typeof categories, keyof typeof CONTENTS>>> = {
  ELDERLY_HOME_CARE: 'contents-elderly-home-care',
  COMMUNITY_SOCIAL_WORK: 'contents-social-work',
  POVERTY_COUNTY_SOCIAL_WORK: 'contents-social-work',
  SOCIAL_WORK_STATION: 'contents-social-work',
  CHILD_PROTECTION: 'contents-child-protection',
  DISABILITY: 'contents-disability',
};

/** The contents that a published standard names for a category; none where it has no standard. */
export const listStandardContents = (category: string | null): readonly string[] =>
  category === 'ELDERLY_HOME_CARE' ? CARE_CONTENT_CODES : [];

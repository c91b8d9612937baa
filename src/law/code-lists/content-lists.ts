import type { CategoryCode } from './code-lists.js';
import { labelled, type CodeItem } from './labelled.js';

/** What was done for recipients, in the words of the profession. */
export const CARE_CONTENT_CODES = [
  'RELIEF',
  'CARE_ARRANGEMENT',
  'HOME_ADAPTATION',
  'FAMILY_COUNSELLING',
  'EMOTIONAL_SUPPORT',
  'CRISIS_INTERVENTION',
  'SUPPORT_NETWORK',
  'COMMUNITY_PARTICIPATION',
  'LIFELONG_LEARNING',
  'ADVICE',
  'RIGHTS_PROTECTION',
  'POLICY_ADVOCACY',
  'END_OF_LIFE_CARE',
] as const;

/** The thirteen services of MZ/T 064-2016 (老年社会工作服务指南). */
const CARE_CONTENTS = labelled<(typeof CARE_CONTENT_CODES)[number]>(CARE_CONTENT_CODES, {
  RELIEF: ['救助服务', 'Relief'],
  CARE_ARRANGEMENT: ['照顾安排', 'Arrangement of care'],
  HOME_ADAPTATION: ['适老化环境改造', 'Adaptation of the home to old age'],
  FAMILY_COUNSELLING: ['家庭辅导', 'Family counselling'],
  EMOTIONAL_SUPPORT: ['精神慰藉', 'Emotional support'],
  CRISIS_INTERVENTION: ['危机干预', 'Crisis intervention'],
  SUPPORT_NETWORK: ['社会支持网络建设', 'Building of a support network'],
  COMMUNITY_PARTICIPATION: ['社区参与', 'Participation in the community'],
  LIFELONG_LEARNING: ['老年教育', 'Learning in old age'],
  ADVICE: ['咨询服务', 'Advice'],
  RIGHTS_PROTECTION: ['权益保障', 'Protection of rights'],
  POLICY_ADVOCACY: ['政策倡导', 'Advocacy of policy'],
  END_OF_LIFE_CARE: ['老年临终关怀', 'Care at the end of life'],
});

/** POLICY: no published standard is at hand for the lists below. They tell kinds of work apart and judge nobody (S02 asks the first alone). */
const SOCIAL_WORK = labelledBy({
  NEEDS_ASSESSMENT: ['需求评估', 'Assessment of needs'],
  CASE_COUNSELLING: ['个案辅导', 'Counselling of a person'],
  FAMILY_SUPPORT: ['家庭支持', 'Support of a family'],
  REFERRAL: ['转介与资源链接', 'Referral and linking of resources'],
  HARDSHIP_SUPPORT: ['困难群众帮扶', 'Support in hardship'],
  MUTUAL_AID: ['邻里互助', 'Help among neighbours'],
  VOLUNTEER_DEVELOPMENT: ['志愿者培育', 'Development of volunteers'],
  RESIDENT_DELIBERATION: ['居民议事协商', 'Deliberation of residents'],
  POLICY_INFORMATION: ['政策宣传与咨询', 'Information on policy'],
});
const CHILD_PROTECTION = labelledBy({
  GUARDIANSHIP_ASSESSMENT: ['监护状况评估', 'Assessment of guardianship'],
  CHILD_COUNSELLING: ['儿童心理辅导', 'Counselling of a child'],
  PARENTING_GUIDANCE: ['家庭教育指导', 'Guidance of parents'],
  LEARNING_SUPPORT: ['学业与成长支持', 'Support of learning and growth'],
  EMERGENCY_PROTECTION: ['紧急保护与临时安置', 'Emergency protection and shelter'],
  CHILD_RIGHTS_EDUCATION: ['权益与安全教育', 'Education on rights and safety'],
  LEGAL_REFERRAL: ['法律援助转介', 'Referral to legal aid'],
  CASE_FOLLOW_UP: ['个案跟踪', 'Follow-up of a case'],
});
const DISABILITY = labelledBy({
  REHABILITATION_TRAINING: ['康复训练', 'Rehabilitation'],
  DAY_CARE: ['日间照料', 'Day care'],
  DAILY_LIVING_SKILLS: ['生活技能训练', 'Training for daily life'],
  EMPLOYMENT_SUPPORT: ['就业支持', 'Support of employment'],
  ASSISTIVE_DEVICES: ['辅助器具适配', 'Fitting of assistive devices'],
  CARER_RESPITE: ['照顾者支持与喘息', 'Respite of carers'],
  SOCIAL_INCLUSION: ['社会融入', 'Inclusion in society'],
  DISABILITY_RIGHTS: ['残疾人权益维护', 'Rights of disabled people'],
});

/** By the name under which they are served. */
export const CONTENTS: Readonly<Record<string, readonly CodeItem[]>> = {
  'contents-elderly-home-care': CARE_CONTENTS,
  'contents-social-work': SOCIAL_WORK,
  'contents-child-protection': CHILD_PROTECTION,
  'contents-disability': DISABILITY,
};

/** By category, the list of contents that its records name; a category that has none knows no such codes. */
export const CONTENT_LISTS: Readonly<Partial<Record<CategoryCode, keyof typeof CONTENTS>>> = {
  ELDERLY_HOME_CARE: 'contents-elderly-home-care',
  COMMUNITY_SOCIAL_WORK: 'contents-social-work',
  POVERTY_COUNTY_SOCIAL_WORK: 'contents-social-work',
  SOCIAL_WORK_STATION: 'contents-social-work',
  CHILD_PROTECTION: 'contents-child-protection',
  DISABILITY: 'contents-disability',
};

/** The contents that a published standard names for a category; none where it has no standard. */
export const standardContentsOf = (category: string | null): readonly string[] =>
  category === 'ELDERLY_HOME_CARE' ? CARE_CONTENT_CODES : [];

/** A list whose codes stand in it alone. */
function labelledBy(labels: Readonly<Record<string, readonly [zh: string, en: string]>>): readonly CodeItem[] {
  return labelled(Object.keys(labels), labels);
}

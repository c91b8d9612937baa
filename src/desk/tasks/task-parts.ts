/** SQL: the start of a day here, as an instant. */
export const midnight = (date: string): string => `((${date})::timestamp AT TIME ZONE 'Asia/Shanghai')`;

/** SQL: what a task is about, where it has the same name in every language. */
export const sameTitleSql = (name: string): string => `jsonb_build_object('en', ${name}, 'zh', ${name})`;

/** SQL: which of several steps ends a task, and what it is called. */
export const stepSql = (step: string, en: string, zh: string): string =>
  `jsonb_build_object('step', '${step}', 'en', '${en}', 'zh', '${zh}')`;

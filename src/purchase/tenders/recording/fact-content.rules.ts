import type { FieldError } from '../../../kernel/errors/problem.js';
import { isVisible } from '../../../kernel/http/is-visible.js';
import type { FactSource, Least } from './fact-types.js';

/** Whether a value tells anything: a text that can be read, a number, yes or no; of an object, one of its fields. */
function tells(value: unknown): boolean {
  if (typeof value === 'string') return isVisible(value);
  if (value === null || typeof value !== 'object') return value !== null && value !== undefined;
  return Object.values(value).some(tells);
}

/** Fields by which a publication can be found again. */
const FOUND_BY = ['url', 'publishedOn', 'reference'] as const satisfies (keyof FactSource)[];

interface Said {
  data: Readonly<Record<string, unknown>>;
  source: FactSource;
  replaces?: string | null;
}

/**
 * A fact that says nothing is none. A correction may say less than what it replaces, down to nothing: that takes it back.
 * `pointer` is where the fact stands in the request.
 */
export function saysNothing({ oneOf, event }: Least<never>, fact: Said, pointer: string): FieldError[] {
  const published = event === true && FOUND_BY.some((field) => tells(fact.source[field]));
  if (fact.replaces || published || oneOf.some((field) => tells(fact.data[field]))) return [];
  const fields = oneOf.join(', ');
  const or = { en: ', or the source by url, publishedOn or reference', zh: '，或来源的 url、publishedOn、reference' };
  const text = {
    en: `Say at least one of ${fields}${event ? or.en : ''}`,
    zh: `至少须说明其一：${fields}${event ? or.zh : ''}`,
  };
  return [{ pointer: `${pointer}/data`, code: 'says_nothing', text }];
}

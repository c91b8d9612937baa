import { listChineseWords } from '../../../law/code-lists/code-lists.js';
import words from './report-names.json' with { type: 'json' };

/** What the report calls things by. Its language is that of the law it answers to. */
export const {
  methods: METHODS,
  kinds: KINDS,
  criteria: CRITERIA,
  stages: STAGES,
  grounds: GROUNDS,
  replaced: REPLACED,
  corrections: CORRECTIONS,
  triggers: TRIGGERS,
} = words;

export const PRICING = listChineseWords('pricing');

/** The word for a code; the code itself where there is none. */
export const findCodeWord = (names: Record<string, string>, code: string | null): string =>
  code === null ? '' : (names[code] ?? code);

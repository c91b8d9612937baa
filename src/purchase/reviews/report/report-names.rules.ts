import words from './report-names.json' with { type: 'json' };

/** What the report calls things by. Its language is that of the law it answers to. */
export const {
  methods: METHODS,
  pricing: PRICING,
  kinds: KINDS,
  criteria: CRITERIA,
  stages: STAGES,
  grounds: GROUNDS,
  replaced: REPLACED,
  corrections: CORRECTIONS,
  triggers: TRIGGERS,
} = words;

/** The word for a code; the code itself where there is none. */
export const findCodeWord = (names: Record<string, string>, code: string | null): string =>
  code === null ? '' : (names[code] ?? code);

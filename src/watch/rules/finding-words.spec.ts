import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import others from '../../../test/fixtures/other-explanations.json' with { type: 'json' };
import { findAccusing, findAccusingWords, stripCode } from '../../../test/support/accusing-words.js';
import type { Language, Text } from '../../kernel/errors/texts.js';
import texts from '../indicators/indicator.texts.json' with { type: 'json' };
import settling from '../indicators/settling.texts.json' with { type: 'json' };
import reasons from './reason.texts.json' with { type: 'json' };
import { INDICATORS } from './registry.js';

/** Of texts of the catalogue alone: in the code the word is the name of a family of rules. */
const RIGGING = /\brigg(ed|ing)\b/i;
/** Figures that condition other rules and open no case: nothing is to be settled. */
const FIGURES: ReadonlySet<string> = new Set(['N03', 'N04']);

/** Of each rule the words by which its limitation says that something else may explain what was found, or what it is not. */
const EXPLAINED: Readonly<Partial<Record<string, Text>>> = others;
const SETTLED_BY: Readonly<Partial<Record<string, Text>>> = settling;
const OWN: Readonly<Partial<Record<string, { limitation: Text }>>> = texts;
/** The sentences of a text; a half sentence of the Chinese stands by itself. */
const splitSentences = ({ en, zh }: Text): Record<Language, string[]> => ({
  en: en.match(/[^.;:]+[.;:]/g)?.map((sentence) => sentence.trim()) ?? [],
  zh: zh.match(/[^。；]+[。；]/g) ?? [],
});

/** What rules say in their own words. */
function listSpokenSources(): [string, string][] {
  const root = join(import.meta.dirname, '..');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(indicators|rules|screening)\//.test(path) && /(?<!\.spec)\.ts$/.test(path))
    .map((path) => [path, stripCode(readFileSync(join(root, path), 'utf8'))]);
}

describe('the words of findings', () => {
  it.each(INDICATORS.map((each) => [each.id, each] as const))(
    '%s accuses nobody in its title, description and limitation',
    (_, { title, description, limitation }) => {
      for (const text of [title, description, limitation]) {
        expect([...findAccusing('en', text.en), ...findAccusing('zh', text.zh)]).toEqual([]);
        expect(text.en).not.toMatch(RIGGING);
      }
    },
  );

  it('neither does what its rule says of a case', () => {
    const sources = listSpokenSources();
    expect(sources.length).toBeGreaterThan(INDICATORS.length / 2);
    const found = sources.flatMap(([path, text]) => findAccusingWords(text).map((word) => `${path}: ${word}`));
    expect(found).toEqual([]);
  });

  it('nor why it does not speak', () => {
    const text = JSON.stringify(reasons);
    expect(findAccusingWords(text)).toEqual([]);
  });

  it('a chance is said as one in so many, never as a bare probability', () => {
    const bare = /probability of (at most )?\$\{|概率(至多)?为 ?\$\{|\bp = \$\{/;
    expect(listSpokenSources().flatMap(([path, text]) => (bare.test(text) ? [path] : []))).toEqual([]);
  });

  describe.each(INDICATORS.map(({ id, limitation }) => [id, limitation] as const))('%s', (id, limitation) => {
    const own = OWN[id]?.limitation ?? { en: '', zh: '' };
    const settled = SETTLED_BY[id];
    const last = splitSentences(settled ?? own);

    it('says what it is not, in words of its own that settle nothing', () => {
      const explained = EXPLAINED[id];
      for (const language of ['en', 'zh'] as const) {
        const words = explained?.[language] ?? '';
        expect([words.length >= (language === 'en' ? 13 : 6), limitation[language].includes(words)]).toEqual([
          true,
          true,
        ]);
        if (!FIGURES.has(id)) expect(last[language].at(-1)).not.toContain(words);
        const same = Object.entries(EXPLAINED).filter(([, other]) => other?.[language] === words);
        expect(same.map(([rule]) => rule)).toEqual([id]);
      }
    });

    it('ends with what would settle it, once, in one sentence of each language', () => {
      if (FIGURES.has(id)) {
        expect(`${limitation.en}${limitation.zh}`).not.toMatch(/settle it|判明/);
        return;
      }
      expect(limitation).toEqual(
        settled === undefined ? own : { en: `${own.en} ${settled.en}`, zh: `${own.zh}${settled.zh}` },
      );
      const { en, zh } = splitSentences(limitation);
      expect(en.filter((sentence) => sentence.includes('would settle it'))).toEqual(en.slice(-1));
      expect(zh.filter((sentence) => sentence.includes('可以判明'))).toEqual(zh.slice(-1));
      // Something is named that can be looked at, not the wish to know alone.
      expect(en.at(-1)?.replace(/,? would settle it\.$/, '').length).toBeGreaterThan(15);
      expect(zh.at(-1)).toMatch(/.{6,}可以判明。$/);
    });
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import reasons from './reason.texts.json' with { type: 'json' };
import { INDICATORS } from './registry.js';

/** Words that accuse: a finding is a sign, and what it is a sign of is for a person to say who has heard the body. */
const ACCUSING = {
  en: [
    ...[/\bfor show\b/i, /\bcollu(de|ding|sion|sive)/i, /\bconspir/i, /\bcartel/i, /\bcheat/i, /\bfraud/i, /\bguilt/i],
    ...[/\bfake/i, /\bforge/i, /\bsham\b/i, /\bcorrupt/i, /\bbribe/i, /\bcover bid/i, /\bmanipulat/i, /\bgaming\b/i],
    ...[/\bcreated after delivery/i, /\bmade up afterwards/i],
  ],
  zh: [
    /补录|后补/,
    /串通/,
    /围标|陪标|串标/,
    /造假|作假|虚假/,
    /舞弊|弄虚/,
    /走过场/,
    /勾结|合谋|共谋/,
    /腐败|贿/,
    /操纵/,
    /伪造/,
  ],
} as const;
/** Of texts of the catalogue alone: in the code the word is the name of a family of rules. */
const RIGGING = /\brigg(ed|ing)\b/i;
/** Figures that condition other rules and open no case: nothing is to be settled. */
const FIGURES: ReadonlySet<string> = new Set(['N03', 'N04']);

const findAccusing = (language: 'en' | 'zh', text: string): string[] =>
  ACCUSING[language].flatMap((word) => word.exec(text)?.[0] ?? []);

/** What a rule says in its own words: its code without comments, and without the ids of rules of law. */
function listSpokenSources(): [string, string][] {
  const root = join(import.meta.dirname, '..');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(indicators|rules|screening)\//.test(path) && /(?<!\.spec)\.ts$/.test(path))
    .map((path) => [
      path,
      readFileSync(join(root, path), 'utf8')
        .replaceAll(/\/\*[\s\S]*?\*\//g, '')
        .replaceAll(/^\s*\/\/.*$/gm, '')
        .replaceAll(/^(import|export) .* from .*$/gm, '')
        .replaceAll(/COLLUDE-[\w-]+/g, ''),
    ]);
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
    const found = sources.flatMap(([path, text]) =>
      [...findAccusing('en', text), ...findAccusing('zh', text)].map((word) => `${path}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('nor why it does not speak', () => {
    const text = JSON.stringify(reasons);
    expect([...findAccusing('en', text), ...findAccusing('zh', text)]).toEqual([]);
  });

  it('a chance is said as one in so many, never as a bare probability', () => {
    const bare = /probability of (at most )?\$\{|概率(至多)?为 ?\$\{|\bp = \$\{/;
    expect(listSpokenSources().flatMap(([path, text]) => (bare.test(text) ? [path] : []))).toEqual([]);
  });

  it.each(INDICATORS.map(({ id, limitation }) => [id, limitation] as const))(
    '%s says what it is not and what would settle it',
    (id, { en, zh }) => {
      expect(en).toMatch(/\b(not|no|nothing|nobody|never|cannot|may|without|neither|hardly|little|makes?|honest)\b/);
      expect(zh).toMatch(/[不未无非]|可能|没有|自然/);
      if (FIGURES.has(id)) return;
      expect(en).toMatch(/would settle it/);
      expect(zh).toMatch(/可以判明/);
    },
  );
});

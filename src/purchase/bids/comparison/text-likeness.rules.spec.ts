import { describe, expect, it } from '@jest/globals';
import { honestWriter } from '../../../../test/support/honest-texts.js';
import { ContextIndex, findAlterations } from './text-alterations.rules.js';
import {
  compareTexts,
  findCandidates,
  prepareText,
  type CommonPrints,
  type ComparedText,
} from './text-likeness.rules.js';
import { collectShingles, hashShingles, normalizeWords, SHINGLE, WINDOW } from './text-shingles.rules.js';

const NONE: CommonPrints = { asked: null, common: new Set() };
const prepare = (text: string, document = ''): ComparedText => {
  const words = normalizeWords(document);
  const parts = [{ no: 1, text: normalizeWords(text) }];
  return {
    prepared: prepareText(parts, collectShingles([words])),
    alterations: findAlterations(parts, new ContextIndex([words])),
  };
};

describe('likeness of texts', () => {
  const writer = honestWriter('likeness');
  const document = writer.write(6_000);
  const paragraph = writer.write(600);

  it('reads letters and digits, however they are set', () => {
    expect(normalizeWords('　Ａ１ 服务，方案（一）\n')).toBe('a1服务方案一');
    expect(hashShingles('短')).toHaveLength(0);
    expect(hashShingles('a'.repeat(SHINGLE))).toHaveLength(1);
  });

  it('gives one hash to one shingle wherever it stands', () => {
    const text = normalizeWords(writer.write(300));
    const behind = hashShingles(`前言前言前言${text}`).subarray(6);
    expect([...behind]).toEqual([...hashShingles(text)]);
  });

  it('finds a paragraph that two bids share, and where it stands', () => {
    const [a, b] = [writer, writer].map((w) =>
      prepare(`${w.bid(document, 4_000)}${paragraph}${w.write(500)}`, document),
    );
    const found = compareTexts(a as ComparedText, b as ComparedText, NONE);
    expect(found?.passages[0]).toMatchObject({ no: 1 });
    expect(found?.characters).toBeGreaterThan(250);
    expect(normalizeWords(paragraph)).toContain(found?.passages[0]?.start);
    expect(findCandidates([a, b].map((text) => (text as ComparedText).prepared)).pairs).toEqual([{ a: 0, b: 1 }]);
  });

  it('quotes whole characters, also of the rare ones that take two places', () => {
    const rare = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x20000 + 7 * i)).join('');
    const [a, b] = ['甲乙', '丙乙'].map((before) => prepare(`${before}${rare}`, document));
    const [passage] = compareTexts(a as ComparedText, b as ComparedText, NONE)?.passages ?? [];
    expect([passage?.start.startsWith('乙'), passage?.start.isWellFormed()]).toEqual([true, true]);
  });

  it('counts neither what the tender says nor what many write', () => {
    const [a, b] = [prepare(document + paragraph, document), prepare(paragraph + document, document)];
    expect(compareTexts(prepare(document, document), prepare(document, document), NONE)).toBeNull();
    const known = new Set(findCandidates([a.prepared, b.prepared]).shared);
    expect(compareTexts(a, b, NONE)?.characters).toBeGreaterThan(150);
    expect(compareTexts(a, b, { asked: null, common: known })).toBeNull();
    // What was not asked about is not held against anybody.
    expect(compareTexts(a, b, { asked: new Set(), common: new Set() })).toBeNull();
    expect(compareTexts(a, b, { asked: known, common: new Set() })?.characters).toBeGreaterThan(150);
  });

  it('gives a fingerprint of every passage that is long enough to have one', () => {
    for (let n = 0; n < 50; n++) {
      const shared = normalizeWords(writer.write(200)).slice(0, WINDOW + SHINGLE - 1);
      const texts = [0, 1].map(() => prepare(`${writer.write(400)}${shared}${writer.write(400)}`).prepared);
      expect(findCandidates(texts).pairs).toEqual([{ a: 0, b: 1 }]);
    }
  });

  it('finds the same slips of the pen in what both took from the documents', () => {
    const words = normalizeWords(document);
    const slip = (text: string, at: number): string => `${text.slice(0, at)}错${text.slice(at + 1)}`;
    const places = [500, 1500, 2500].map((at) => {
      let place = at;
      while (/[应将会已均可能须需要不与和及或的地得在为对其该本我错]/.test(words.charAt(place))) place++;
      return place;
    });
    const wrong = places.reduce(slip, words);
    const [a, b] = [prepare(`甲${wrong}`, document), prepare(`${wrong}乙`, document)];
    expect(compareTexts(a, b, NONE)).toMatchObject({ slips: 3 });
    // What everybody changes, and what one alone got wrong, says nothing.
    expect(compareTexts(a, prepare(document, document), NONE)).toBeNull();
    expect(prepare(words.replaceAll('服', '应'), document).alterations).toEqual([]);
  });

  it('finds nothing in common between honest bids that all copy the documents (400 bids, 100 lots, a fixed seed)', () => {
    const honest = honestWriter('null control of texts 1');
    let pairs = 0;
    const most = { characters: 0, slips: 0 };
    for (let lot = 0; lot < 100; lot++) {
      const asked = honest.write(2_000);
      const bids = Array.from({ length: 4 }, () => prepare(honest.bid(asked, 3_000), asked));
      bids.forEach((a, i) =>
        bids.slice(i + 1).forEach((b) => {
          pairs += 1;
          const found = compareTexts(a, b, NONE);
          most.characters = Math.max(most.characters, found?.characters ?? 0);
          most.slips = Math.max(most.slips, found?.slips ?? 0);
        }),
      );
    }
    expect(pairs).toBe(600);
    expect(most.characters).toBeLessThan(150);
    expect(most.slips).toBeLessThan(3);
  });

  it('has nothing to say of texts that are too short', () => {
    expect(compareTexts(prepare(''), prepare('短'), NONE)).toBeNull();
    expect(findCandidates([]).pairs).toEqual([]);
  });
});

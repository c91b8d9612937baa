import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../notices/notice-row-reader.js';
import { compileReleases, gatherReleases } from './gathered-releases.rules.js';
import { mergeReleases } from './merged-release.rules.js';

const FOLDER = 'test/vendor/ocds-merge';
const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('-compiled.json'))
  .map((name) => name.replace('-compiled.json', ''));

describe('the published fixtures of merging', () => {
  it('are there unchanged', () => {
    const listed = [...readFileSync(join(FOLDER, 'SOURCES'), 'utf8').matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)];
    expect(listed).toHaveLength(NAMES.length * 2 + 1);
    for (const [, hash, file = ''] of listed)
      expect([
        file,
        createHash('sha256')
          .update(readFileSync(join(FOLDER, file)))
          .digest('hex'),
      ]).toEqual([file, hash]);
  });

  it.each(NAMES)('%s comes to its compiled release', (name) => {
    const releases = read(`${name}.json`) as JsonObject[];
    const before = structuredClone(releases);
    expect(compileReleases(gatherReleases([], releases))).toEqual(read(`${name}-compiled.json`));
    expect(releases).toEqual(before);
  });
});

const OCID = 'ocds-213czf-1';
const release = (id: string, date: string, members: object = {}): JsonObject => ({
  ocid: OCID,
  id,
  date,
  tag: ['tender'],
  ...members,
});
const day = (n: number) => `2024-01-${String(n).padStart(2, '0')}T00:00:00Z`;

describe('merging', () => {
  it('takes away what is null later, an object too, and fills it anew', () => {
    const releases = [
      release('1', day(1), { tender: { value: { amount: 1, currency: 'CNY' } } }),
      release('2', day(2), { tender: { value: null } }),
    ];
    expect(mergeReleases(releases)).toMatchObject({ tender: {} });
    expect(mergeReleases(releases)['tender']).not.toHaveProperty('value');
    expect(mergeReleases([...releases, release('3', day(3), { tender: { value: { amount: 2 } } })])['tender']).toEqual({
      value: { amount: 2 },
    });
  });

  it('replaces lists that the schema marks, and merges others by id, where numbers and texts are one', () => {
    const merged = mergeReleases([
      release('1', day(1), {
        parties: [{ id: 'a', name: '甲', roles: ['buyer'], additionalIdentifiers: [{ id: '1' }, { id: '2' }] }],
        awards: [{ id: 1, title: 'x' }],
      }),
      release('2', day(2), {
        parties: [{ id: 'a', roles: ['payer'], additionalIdentifiers: [{ id: '3' }] }],
        awards: [{ id: '1', status: 'active' }, { title: 'ohne' }],
      }),
    ]);
    expect(merged['parties']).toEqual([
      { id: 'a', name: '甲', roles: ['payer'], additionalIdentifiers: [{ id: '3' }] },
    ]);
    expect(merged['awards']).toEqual([{ id: 1, title: 'x', status: 'active' }, { title: 'ohne' }]);
  });

  it('goes by the instants of the dates, whatever their offsets', () => {
    const later = release('later', '2024-01-02T01:00:00+08:00', { tender: { title: 'later' } });
    const earlier = release('earlier', '2024-01-01T16:00:00Z', { tender: { title: 'earlier' } });
    expect(compileReleases(gatherReleases([], [later, earlier]))).toMatchObject({
      tender: { title: 'later' },
      id: `${OCID}-2024-01-02T01:00:00+08:00`,
    });
  });
});

describe('gathering', () => {
  it('takes releases of one date in the order in which they came, and one that comes again in its own place', () => {
    const [a, b] = [release('a', day(1), { tender: { title: 'a' } }), release('b', day(1), { tender: { title: 'b' } })];
    expect(gatherReleases([], [a, b])).toEqual([a, b]);
    expect(gatherReleases([], [b, a])).toEqual([b, a]);
    const again = release('a', day(1), { tender: { title: 'anew' } });
    expect(gatherReleases([a, b], [again])).toEqual([again, b]);
  });

  it('begins with the last compiled release, which holds what came before', () => {
    const compiled = { ...release('c', day(3), { tender: { title: 'compiled' } }), tag: ['compiled'] };
    const [old, young] = [release('1', day(2)), release('2', day(4), { tender: { title: 'young' } })];
    const gathered = gatherReleases([old], [young, compiled]);
    expect(gathered).toEqual([compiled, young]);
    expect(compileReleases([compiled])).toEqual(compiled);
    expect(compileReleases(gathered)).toMatchObject({ tender: { title: 'young' } });
    expect(gatherReleases(gathered, [old, compiled])).toEqual(gathered);
  });
});

describe('whatever the releases say', () => {
  const item = fc.record(
    { id: fc.constantFrom('1', '2', 3), title: fc.option(fc.string()), n: fc.integer() },
    { requiredKeys: [] },
  );
  const members = fc.record(
    {
      tender: fc.option(
        fc.record(
          {
            title: fc.option(fc.string()),
            value: fc.option(fc.record({ amount: fc.integer() }, { requiredKeys: [] })),
            items: fc.option(fc.array(item, { maxLength: 3 })),
            submissionMethod: fc.array(fc.string(), { maxLength: 2 }),
          },
          { requiredKeys: [] },
        ),
      ),
      awards: fc.array(
        fc.record(
          { id: fc.constantFrom('1', '2'), suppliers: fc.array(item, { maxLength: 2 }) },
          { requiredKeys: ['id'] },
        ),
        { maxLength: 3 },
      ),
      other: fc.option(fc.array(item, { maxLength: 2 })),
    },
    { requiredKeys: [] },
  );
  const releases = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 9 }), members), { minLength: 1, maxLength: 6 })
    .map((all) => all.map(([on, said], n) => release(`r${n}`, day(on), said)));

  it('merging in two steps is merging in one', () => {
    fc.assert(
      fc.property(releases, fc.nat(6), (all, at) => {
        const sorted = gatherReleases([], all);
        const first = sorted.slice(0, at);
        const whole = mergeReleases(sorted);
        expect(mergeReleases(sorted.slice(at), first.length === 0 ? null : mergeReleases(first))).toEqual(whole);
      }),
    );
  });

  it('gathering in two files is gathering in one, in the order of the files', () => {
    fc.assert(
      fc.property(releases, fc.nat(6), (all, at) => {
        expect(gatherReleases(gatherReleases([], all.slice(0, at)), all.slice(at))).toEqual(gatherReleases([], all));
        expect(gatherReleases(gatherReleases([], all), all)).toEqual(gatherReleases([], all));
      }),
    );
  });

  it('a later release that says nothing changes the date alone', () => {
    fc.assert(
      fc.property(releases, (all) => {
        const merged = mergeReleases(gatherReleases([], all));
        const date = '2025-01-01T00:00:00Z';
        expect(mergeReleases([release('z', date)], merged)).toEqual({ ...merged, id: `${OCID}-${date}`, date });
      }),
    );
  });
});

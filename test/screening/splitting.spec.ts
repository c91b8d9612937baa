import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PROCESS_RULES } from '../../src/watch/compatibility/index.js';
import { DEFAULT_SETTINGS } from '../../src/watch/compatibility/definition-settings.js';
import { compareBids } from '../../src/watch/compatibility/price-difference.js';
import { READ_BY_INSTANTS, readsAlike } from '../../src/watch/compatibility/readings.rules.js';
import { splitLots } from '../../src/watch/compatibility/lots.rules.js';
import { parseInstant } from '../../src/watch/compatibility/instants.rules.js';
import { isInstant } from '../../src/kernel/clock/moment.js';
import { EntryWriter, findEntries } from '../../src/opendata/screening/entries.js';
import { computeExactFences } from '../../src/opendata/screening/exact-quartiles.js';
import { computeFences } from '../../src/watch/compatibility/release.rules.js';
import { BlockScreener } from '../../src/opendata/screening/block-screener.js';
import { Gathering } from '../../src/opendata/screening/gathering.js';
import { readRelease } from '../../src/opendata/screening/reading/read-release.rules.js';
import { DEFAULT_SCREENING } from '../../src/opendata/screening/settings-file.rules.js';
import { Spill } from '../../src/opendata/screening/spill.js';
import { release, screenText, type Report } from './screening.js';

const ids = fc.constantFrom('a', 'b', 'c', 'd', '社工');
const texts = (...some: string[]) => fc.constantFrom(...some);
const bid = fc.record({
  by: fc.oneof({ weight: 5, arbitrary: ids }, { weight: 1, arbitrary: fc.uniqueArray(ids, { minLength: 2, maxLength: 2 }) }),
  amount: fc.constantFrom(100, 101, 105, 110, 150),
  currency: fc.constant('CNY'),
  status: texts('valid', 'valid', 'valid', 'disqualified', 'withdrawn', 'strange'),
  date: texts('2026-03-20T09:00:00Z', '2026-03-22T09:00:00Z', '2026-03-21T10:00:00+08:00'),
  lots: fc.constantFrom([], [], [], ['1'], ['2'], ['1', '2']),
}); // prettier-ignore
const tender = fc.record({
  procurementMethod: texts('open', 'direct'),
  status: texts('complete', 'complete', 'complete', 'cancelled'),
  numberOfTenderers: fc.constantFrom(1, 2, undefined),
  tenderPeriod: fc.record({
    startDate: texts('2026-03-01T09:00:00Z', '2026-03-25T09:00:00Z'),
    endDate: texts('2026-03-10T09:00:00Z', '2026-03-21T09:00:00Z'),
  }),
});
const some = fc.array(fc.record({ bids: fc.array(bid, { maxLength: 5 }), supplier: fc.option(ids), tender, buyer: ids }), { minLength: 1, maxLength: 25 }); // prettier-ignore
const releases = some.map((list) =>
  list.map(({ bids, supplier, tender: said, buyer }, n) =>
    release(`o${n}`, bids, supplier, { tender: said, buyer: { id: buyer } }),
  ),
);
const toText = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).join('\n');

describe('a screening', () => {
  it('does not depend on how the file comes in blocks, nor on the order of its lines', async () => {
    await fc.assert(
      fc.asyncProperty(releases, fc.integer({ min: 1, max: 400 }), fc.nat(), async (list, chunk, turn) => {
        const whole = await screenText(toText(list));
        expect(await screenText(toText(list), { chunk, blockBytes: chunk })).toEqual(whole);
        const turned = [...list.slice(turn % list.length), ...list.slice(0, turn % list.length)];
        expect(await screenText(toText(turned))).toEqual(whole);
        expect(await screenText(JSON.stringify({ releases: list }), { chunk, blockBytes: 100 })).toEqual(whole);
      }),
    );
  });

  it('does not depend on the number of threads', async () => {
    const [list = []] = fc.sample(releases, { numRuns: 1, seed: 7 });
    const text = toText(Array.from({ length: 40 }, (_, n) => list.map((one) => ({ ...one, ocid: `${one.ocid}-${n}` }))).flat()); // prettier-ignore
    const whole: Report = await screenText(text);
    expect(whole.releases['read']).toBe(list.length * 40);
    for (const threads of [1, 2, 3])
      expect(await screenText(text, { threads, chunk: 997, blockBytes: 500 })).toEqual(whole);
  });

  it('judges a process once where both readings read it alike, and only then', () => {
    fc.assert(
      fc.property(releases, (list) => {
        for (const one of list) {
          const read = readRelease(JSON.parse(JSON.stringify(one)), DEFAULT_SCREENING.selection);
          if (!('release' in read) || splitLots(read.release).length > 1) continue;
          const [whole] = splitLots(read.release);
          if (whole === undefined || !readsAlike(whole)) continue;
          const readings = [false, true].map((corrected) => ({ settings: DEFAULT_SETTINGS, corrected }));
          for (const { id, judge } of PROCESS_RULES) {
            if (READ_BY_INSTANTS.has(id)) continue;
            const [letter, corrected] = readings.map((reading) => judge(whole, reading, 'CNY'));
            expect([id, corrected]).toEqual([id, letter]);
          }
          expect(compareBids(whole, 'CNY', true)).toEqual(compareBids(whole, 'CNY', false));
        }
      }),
    );
  });
});

describe('what a screening holds', () => {
  const block = (from: number, many: number) => ({
    no: 0,
    bytes: new Uint8Array(Buffer.from(toText(Array.from({ length: many }, (_, n) => release(`o${from + n}`, [{ by: 'a', amount: 100 }, { by: 'b', amount: 100 + (n % 7) }], 'a', { buyer: { id: 'k' } }))))), // prettier-ignore
    ranges: null,
  });

  it('is as many rows with ten times the releases of the same bodies', () => {
    const count = (releasesRead: number) => {
      const screener = new BlockScreener(DEFAULT_SCREENING);
      const gathering = new Gathering(null);
      for (let from = 0; from < releasesRead; from += 100) {
        const screened = screener.screen(block(from, 100));
        gathering.add(screened, { errors: [] });
      }
      const { contestants, buyers, entities, tenderers, kinds, flagged, priced } = screener.sum();
      gathering.close();
      const maps = [contestants.published, contestants.corrected, buyers, entities, tenderers, kinds, flagged, priced];
      return maps.map((map) => map.size);
    };
    expect(count(2_000)).toEqual(count(200));
  });

  it('is bounded in memory by what is put aside in a file', () => {
    const spill = new Spill(1_000);
    const chunks = Array.from({ length: 300 }, (_, n) => Buffer.alloc(50 + (n % 9), n));
    for (const chunk of chunks) {
      spill.append(chunk);
      expect(spill.heldBytes).toBeLessThanOrEqual(1_000);
    }
    for (const _ of [1, 2]) expect(Buffer.concat([...spill.read()])).toEqual(Buffer.concat(chunks));
    spill.close();
  });

  it('gives entries back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ ocid: fc.string(), winner: fc.string({ unit: 'binary' }), difference: fc.double({ min: 0, noNaN: true }), flagged: fc.boolean(), joint: fc.boolean() })), (list) => {
        const writer = new EntryWriter();
        for (const { ocid, winner, difference, flagged, joint } of list)
          writer.add({ sets: ['corrected'], ocid, of: ocid, values: flagged ? { R036: 1 } : null, currency: 'CNY', difference, winners: joint ? [winner, 'x'] : [winner], second: ['y'] }); // prettier-ignore
        const bytes = writer.take();
        const find = (set: 'published' | 'corrected', currency: string | null) =>
          findEntries(bytes, { set, currency }, () => true).map(({ difference, read: details }) => ({ difference, ...details() }));
        const read = find('corrected', 'CNY');
        expect(read.map(({ ocid, winners, difference, values }) => [ocid, winners[0]?.isWellFormed() ? winners : null, difference, values])).toEqual(
          list.map(({ ocid, winner, difference, flagged, joint }) => [ocid, winner.isWellFormed() ? (joint ? [winner, 'x'] : [winner]) : null, difference === 0 ? 0 : difference, flagged ? { R036: 1 } : {}]),
        );
        expect([find('corrected', null).length, find('published', 'CNY'), find('corrected', 'USD')]).toEqual([list.length, [], []]);
      }),
    ); // prettier-ignore
  });

  it('finds the same quartiles whether figures are sorted or found by their bits', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs), { maxLength: 60 }), (figures) => {
        const whole = computeFences(figures);
        for (const most of [0, 3, 1_000]) expect(computeExactFences(() => figures, figures.length, most)).toEqual(whole);
      }),
    ); // prettier-ignore
  });

  it('reads instants as the clock does', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((date) => date.toISOString()), // prettier-ignore
          fc.stringMatching(
            /^[0-9]{4}-[0-3][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{3})?(Z|\+08:00)$/,
          ),
        ),
        (text) => expect(parseInstant(text)).toBe(isInstant(text) ? Date.parse(text) : null),
      ),
    );
  });
});

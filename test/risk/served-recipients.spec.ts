import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../src/kernel/clock/plain-date.js';
import { COUNTED_DAYS, loadBesideLines } from '../../src/watch/facts/bodies-and-services/line-next.queries.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';

const WINDOW = { start: '2026-01-05', end: '2026-12-31' };
const LAST_OF_FIRST = addDays(WINDOW.start, COUNTED_DAYS - 1);
const FIRST_OF_LAST = addDays(WINDOW.end, 1 - COUNTED_DAYS);
/** Days at and beside the ends of what is counted. */
const DAYS = [
  WINDOW.start,
  LAST_OF_FIRST,
  addDays(LAST_OF_FIRST, 1),
  addDays(FIRST_OF_LAST, -1),
  FIRST_OF_LAST,
  WINDOW.end,
];

/** A record of some recipients, by their places, and what became of it. */
interface Sown {
  day: string;
  whom: readonly number[];
  became: 'stands' | 'corrected' | 'withdrawn';
}
const sown: fc.Arbitrary<Sown> = fc.record({
  day: fc.constantFrom(...DAYS),
  whom: fc.uniqueArray(fc.nat({ max: 2 }), { maxLength: 3 }),
  became: fc.constantFrom('stands', 'corrected', 'withdrawn'),
});

describe('recipients of a line who are served at the two ends of a contract', () => {
  let app: TestApp;
  let parties: Parties;
  let line: string;
  let contract: string;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    const begun = await Implementing.begin(app, parties, {}, { window: WINDOW });
    contract = begun.contract.id;
    line = parties.bureau.line;
  });
  afterAll(() => app.close());

  it('are counted once each, by records that count, whatever was recorded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sown, { maxLength: 8 }), async (records) => {
        const runner = app.dataSource.createQueryRunner();
        await runner.startTransaction();
        try {
          const ask = async <T>(text: string, values: unknown[]) => (await runner.query(text, values)) as T[];
          const recipients: string[] = [];
          for (const no of [901, 902, 903]) {
            const [row] = await ask<{ id: string }>(
              `INSERT INTO recipient (dataset, service_line_id, no, holder_id, contract_id, since)
               SELECT dataset, $2, $3, supplier_id, id, '2026-01-05' FROM contract WHERE id = $1 RETURNING id`,
              [contract, line, no],
            );
            recipients.push(row?.id ?? '');
          }
          const store = async (day: string, whom: readonly number[], corrects: string | null, withdrawn: boolean) => {
            const [row] = await ask<{ id: string }>(
              `INSERT INTO service_record (id, dataset, contract_id, content_hash, served_on, form, minutes, workers, within_contract,
                 visits, recorded_by, corrects, reason, withdrawn)
               SELECT gen_random_uuid(), dataset, id, repeat('0', 64), $2, 'visit', 30, '{"assistant": 1}', true, 1, supplier_id, $3, $4, $5 FROM contract WHERE id = $1
               RETURNING id`,
              [contract, day, corrects, corrects && '误录', withdrawn],
            );
            for (const at of whom)
              await ask(
                `INSERT INTO service_record_recipient (record_id, recipient_id, served_on) VALUES ($1, $2, $3)`,
                [row?.id, recipients[at], day],
              );
            return row?.id ?? '';
          };
          const served = { first: new Set<number>(), last: new Set<number>() };
          let named = false;
          for (const { day, whom, became } of records) {
            const id = await store(day, whom, null, false);
            // What stands in its place names nobody.
            if (became === 'corrected') await store(day, [], id, false);
            if (became === 'withdrawn') await store(day, whom, id, true);
            if (became !== 'stands') continue;
            named ||= whom.length > 0;
            if (day <= LAST_OF_FIRST) whom.forEach((at) => served.first.add(at));
            if (day >= FIRST_OF_LAST) whom.forEach((at) => served.last.add(at));
          }
          const beside = await loadBesideLines(runner.manager, [{ id: line, keys: new Map() }]);
          expect(beside.get(line)?.served).toEqual([
            { key: contract, first: named ? served.first.size : null, last: served.last.size || null },
          ]);
        } finally {
          await runner.rollbackTransaction();
          await runner.release();
        }
      }),
      { numRuns: 30 },
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { TenderChangesService } from '../../src/purchase/tenders/tender-changes.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, REASONED, SHORT, type Flag } from '../support/flag-desk.js';

const LONG = { start: '2018-01-01', end: '2018-12-31' };
const SHORTER = { start: '2018-01-01', end: '2018-05-20' };
const REASON = { reason: '项目本就计划五个月，经核实属实' };

describe('a finding that was decided, is found no more and is found again', () => {
  let app: TestApp;
  let desk: FlagDesk;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
  });
  afterAll(() => app.close());

  const findParts = async (indicator: string, root: string): Promise<Flag[]> => {
    const stored = (await desk.world.flags(indicator)).filter(({ root_id: id }) => id === root);
    return Promise.all(stored.map(({ id }) => desk.read(id)));
  };
  const findOnly = async (indicator: string, root: string): Promise<Flag> => {
    const parts = await findParts(indicator, root);
    expect(parts).toHaveLength(1);
    return parts[0] as Flag;
  };

  it.each(['explain', 'dismiss', 'mark-data-error'])(
    'stays as %s decided it where the facts are the same, and is the next part where they differ',
    async (action) => {
      let version = 1;
      const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT });
      const move = async (window: typeof SHORT): Promise<void> => {
        const by = { ...SYSTEM, permissions: new Set(['tender.record']) };
        await desk.world.get(TenderChangesService).change(by, tender, version++, { window });
        await desk.world.settle();
      };
      await desk.world.settle();
      const decided = await desk.done(await findOnly('W01', tender), action, REASON);
      await move(LONG);
      expect(await findOnly('W01', tender)).toMatchObject({ state: decided.state, history: decided.history });
      await move(SHORT);
      const again = await findOnly('W01', tender);
      expect(again).toMatchObject({
        ...{ state: decided.state, history: decided.history, decidedAt: decided.decidedAt, subjects: { count: 1 } },
        ...{ explanation: decided.explanation, changedSince: false },
      });
      // It is held on these facts as before.
      await desk.world.reassess();
      expect(await findOnly('W01', tender)).toEqual(again);
      await move(LONG);
      await move(SHORTER);
      expect((await findParts('W01', tender)).map(({ part, state }) => [part, state])).toEqual([
        [1, decided.state],
        [2, 'open'],
      ]);
    },
  );

  /** A finding that was dismissed on one window, and is open in its next part on another. */
  const openNextPart = async () => {
    let version = 1;
    const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT });
    const move = async (window: typeof SHORT): Promise<Flag[]> => {
      const by = { ...SYSTEM, permissions: new Set(['tender.record']) };
      await desk.world.get(TenderChangesService).change(by, tender, version++, { window });
      await desk.world.settle();
      return findParts('W01', tender);
    };
    await desk.world.settle();
    const decided = await desk.done(await findOnly('W01', tender), 'dismiss', REASON);
    await move(LONG);
    const [, next] = await move(SHORTER);
    return { decided, next: next as Flag, move };
  };
  /** How each part stands, and how many subjects trigger in it. */
  const say = async ([first]: readonly Flag[]) =>
    (await desk.world.flags('W01'))
      .filter(({ root_id: id }) => id === first?.rootCause.id)
      .map(({ state, active }) => `${state} ${active}`)
      .sort();

  it('is of the part that was decided again where the next one comes back to its facts', async () => {
    const { decided, move } = await openNextPart();
    const parts = await move(SHORT);
    expect(await say(parts)).toEqual(['cleared 0', 'dismissed 1']);
    expect(parts[0]).toMatchObject({ history: decided.history, explanation: decided.explanation, changedSince: false });
    expect(parts[1]?.history.map(({ action }) => action)).toEqual(['opened', 'cleared']);
  });

  it('is of the part that was decided again though a later one, which facts have closed, would take it in', async () => {
    const { decided, move } = await openNextPart();
    expect(await say(await move(LONG))).toEqual(['cleared 0', 'dismissed 0']);
    const parts = await move(SHORT);
    expect(await say(parts)).toEqual(['cleared 0', 'dismissed 1']);
    expect(parts[0]?.history).toEqual(decided.history);
  });

  it('stays in the part about which a body was asked', async () => {
    const { next, move } = await openNextPart();
    await desk.done(next, 'assign', { askOrganisations: [desk.buyer] });
    expect(await say(await move(SHORT))).toEqual(['dismissed 0', 'open 1']);
  });

  it('stays confirmed, with its last day of an appeal, and as a body was asked about it', async () => {
    const line = await desk.world.line({ since: '2017-01-01' });
    const supplier = { organisation: desk.supplier };
    const serve = async (tender: string, data: object, replaces?: string): Promise<string> => {
      const [fact = ''] = await desk.world.facts(tender, [
        { kind: 'contract', data: { supplier, ...data }, replaces: replaces ?? null },
      ]);
      await desk.world.settle();
      return fact;
    };
    const tender = await desk.world.tender({ buyer: desk.buyer, serviceLines: [line] });
    const served = { number: '甲', window: { start: '2017-01-01', end: '2017-11-15' } };
    await serve(tender, served);
    const found = await findOnly('G01', line);
    const confirmed = await desk.done(await desk.heard(found), 'confirm', { ...REASONED, restsOn: ['gap'] });
    const bridging = await serve(tender, { number: '乙', window: { start: '2017-11-16', end: '2018-12-31' } });
    expect((await findOnly('G01', line)).state).toBe('confirmed');
    await serve(tender, served, bridging);
    expect(await findOnly('G01', line)).toMatchObject({
      ...{ state: 'confirmed', appealUntil: confirmed.appealUntil, history: confirmed.history },
      ...{ asked: confirmed.asked, explanation: confirmed.explanation },
    });
  });
});

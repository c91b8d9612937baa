import { makeBody, makeUser, type TestAccount } from '../../support/accounts.js';
import { CRITERIA, Drafting, makeBureau } from '../../support/drafts.js';
import { acceptedComplaint, decided, scoredExtremely, versionOf } from '../../support/lots.js';
import type { Story } from './story.js';

const UNLAWFUL = { ground: 'unlawful_acts', reference: '虚构监〔2025〕7号' };

/** Lots that come to their end alone, are suspended, reviewed again, or moved by a remedy. */
export const lots: Story = async ({ contract }) => {
  const { app } = contract;
  const bureau = await makeBureau(app, undefined, '【虚构】K区民政局（废标）');
  const { officer, approver, finance } = bureau;
  const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));

  /** A lot of an issued open tender that has come to this state; from the review on with a report and three offers. */
  const lotIn = async (state: string): Promise<{ tender: string; lot: string }> => {
    const draft = await Drafting.begin(app, bureau, {}, true);
    await draft.must('put', 'criteria', { criteria: CRITERIA });
    const { id: tender } = draft;
    await app.dataSource.query(
      `UPDATE tender SET state = $2, published = true, revision = 1, method = 'OPEN_TENDER',
         deadline_at = business_now() + CASE WHEN $2 = 'open' THEN interval '1 hour' ELSE interval '-1 hour' END WHERE id = $1`,
      [tender, state],
    );
    const [rows] = await app.dataSource.query<[{ id: string }[]]>(
      `UPDATE lot SET state = $2 WHERE tender_id = $1 RETURNING id`,
      [tender, state],
    );
    const lot = rows[0]?.id ?? '';
    if (state === 'open') return { tender, lot };
    for (const price of [18_000_000, 18_600_000, 19_200_000])
      await app.dataSource.query(
        `INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, state) VALUES (gen_random_uuid(), $1, $2, $3, $4, 'valid')`,
        [tender, lot, await makeBody(app, { kind: 'agency' }), price],
      );
    await app.dataSource.query(
      `INSERT INTO review (tender_id, lot_id, state, created_at, reported_at, report, report_hash)
       VALUES ($1, $2, 'reported', business_now(), business_now(), '{"offers": [], "bids": []}', sha256('x'))`,
      [tender, lot],
    );
    return { tender, lot };
  };
  const act = async (lot: string, operation: string, { auth }: TestAccount, body: Record<string, unknown>) =>
    contract.ask(operation, {
      as: auth,
      path: { id: lot },
      headers: { 'If-Match': `"${await versionOf(app, lot)}"` },
      body,
      // It is said on the day of the run.
      written: { deadlines: [], on: '2025-11-10', publishedOn: '2025-11-10' },
    });

  const failed = await lotIn('open');
  await act(failed.lot, 'failLot', officer, { reason: '虚构：出现影响采购公正的违法违规行为。', ...UNLAWFUL });
  const task = { ground: 'unforeseen_change', reference: '虚构民函〔2025〕3号' };
  await act((await lotIn('open')).lot, 'cancelLot', officer, { reason: '虚构：采购任务取消。', ...task });

  const halted = await lotIn('reviewed');
  const remedy = await acceptedComplaint(app, bureau, rival, { tender: halted.tender, lot: 1 });
  const halt = () =>
    act(halted.lot, 'suspendLot', finance, {
      reason: '虚构：处理投诉期间暂停。',
      remedy,
      notice: '虚构财停〔2025〕1号',
      days: 10,
    });
  await halt();
  await act(halted.lot, 'resumeLot', finance, { reason: '虚构：投诉事项查清。' });
  await halt();
  await app.dataSource.query(
    `UPDATE lot SET suspension_counts_from = business_now() - interval '60 days' WHERE id = $1`,
    [halted.lot],
  );
  await act(halted.lot, 'resumeLotAfterLimit', officer, { reason: '虚构：三十日已满。' });
  await halt();
  await decided(app, finance, remedy, 'redo');
  await act(halted.lot, 'endLotByDecision', officer, { reason: '虚构：重新开展采购活动。', remedy });

  /** What the authority has decided of a lot, to be carried out. */
  const decision = async ({ tender }: { tender: string }, effect: string): Promise<string> => {
    const made = await acceptedComplaint(app, bureau, rival, { tender, lot: 1 });
    await decided(app, finance, made, effect);
    return made;
  };
  const anew = await lotIn('reviewed');
  const applied = { reason: '虚构：执行处理决定。', remedy: await decision(anew, 'redo') };
  await act(anew.lot, 'applyRemedy', officer, applied);
  const contracted = await lotIn('reviewed');
  const rescinded = await decision(contracted, 'redo');
  await app.dataSource.query(`UPDATE complaint SET effect = 'rescind_contract' WHERE id = $1`, [rescinded]);
  await app.dataSource.query(`UPDATE lot SET state = 'contracted' WHERE id = $1`, [contracted.lot]);
  const effect = { reason: '虚构：合同已撤销。', remedy: rescinded, effect: 'new_round' };
  await act(contracted.lot, 'applyRemedyAfterContract', officer, effect);
  const wronged = await lotIn('reviewed');
  await act(wronged.lot, 'failLot', officer, { reason: '虚构：违法行为。', ...UNLAWFUL });
  const annulled = { reason: '虚构：废标行为无效。', remedy: await decision(wronged, 'annul_failure') };
  await act(wronged.lot, 'annulFailure', officer, annulled);

  const { lot } = await lotIn('reviewed');
  await scoredExtremely(app, lot);
  await act(lot, 'proposeLotEnding', officer, { reason: '虚构：违法行为。', ...UNLAWFUL, outcome: 'failed' });
  const unlawful = { ground: 'panel_composition', reference: '虚构监〔2025〕8号' };
  await act(lot, 'proposeLotRepetition', officer, { reason: '虚构：评审小组组成违法。', ...unlawful });
  await act(lot, 'reconstitutePanel', approver, { reason: '虚构：同意重新组建。' });
  const extreme = await lotIn('reviewed');
  await scoredExtremely(app, extreme.lot);
  await act(extreme.lot, 'orderRereview', officer, { reason: '虚构：一名成员评分畸低。', ground: 'extreme' });
};

import type { Cast } from './cast.js';
import { goneWrong, servedOnce, takenOver } from './gone-wrong.js';
import { planned } from './continued.js';
import { paid } from './money.js';
import type { Stage } from './stage.js';
import { toTheSettlement } from './to-the-settlement.js';
import { beginTwoLots, endOneLot, readTwoLines, type LotServed } from './two-lots.js';
import { successorPreviewed } from './what-comes-next.js';
import { kept, reached, recorded, reported, toTheWork } from './to-the-work.js';
import type { Engagement } from './engagement.js';

/** The year of the service, from its first day to its last payment. */
export async function throughTheYear(
  stage: Stage,
  cast: Cast,
  given: Omit<Engagement, 'worker' | 'recipients'> & { tender: string },
  lots: readonly LotServed[],
): Promise<{ other: string }> {
  await stage.moveTo('2026-01-05T09:00:00+08:00');
  const other = await servedOnce(stage, cast, await takenOver(stage, cast));
  const works = await beginTwoLots(stage, cast, lots);
  const work = await toTheWork(stage, cast, given);
  await stage.moveTo('2026-03-31T18:00:00+08:00');
  await recorded(work, await kept(work, '2026-03-11', '2026-03-31'));
  await reached(stage, cast, work, 1, { from: '2026-01-01', to: '2026-03-31' });
  await stage.moveTo('2026-04-08T10:00:00+08:00');
  await reported(stage, cast, work, '2026-01-01');
  await paid(stage, cast, work, 2, '2026-04-08');
  await goneWrong(stage, cast, other);
  await endOneLot(stage, cast, works);
  await successorPreviewed(stage, cast, work, given.tender);
  await stage.moveTo('2026-09-21T09:00:00+08:00');
  const follows = { kind: 'absorb', from: '2027-01-01', receiver: cast.committee } as const;
  const plan = await planned(stage, cast, work, follows);
  await toTheSettlement(stage, cast, work, plan);
  await readTwoLines(stage, cast, lots);
  return { other: other.contract };
}

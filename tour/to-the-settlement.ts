import { accepted } from './accepted.js';
import { surveyed } from './asked.js';
import type { Cast } from './cast.js';
import { archived, carriedOut, handedOver } from './continued.js';
import { appointed, evaluated } from './evaluated.js';
import { paid } from './money.js';
import type { Stage } from './stage.js';
import { kept, progressOf, reached, recorded, reported, told } from './to-the-work.js';
import type { Engagement } from './engagement.js';

/** From the last months of the service to its settlement and what follows. */
export async function toTheSettlement(stage: Stage, cast: Cast, work: Engagement, plan: string): Promise<void> {
  await stage.moveTo('2026-11-16T09:00:00+08:00');
  await recorded(work, await kept(work, '2026-04-01', '2026-11-15', 5));
  stage.say('worker', `with a fifth round a day since April: ${told(await progressOf(work))}`);
  for (const from of ['2026-04-01', '2026-07-01']) await reported(stage, cast, work, from);
  const evaluation = await appointed(stage, cast, work);
  const survey = await surveyed(stage, cast, work, {
    ...{ by: cast.evaluator, purpose: 'evaluation', size: 12, opensOn: '2026-11-16', closesOn: '2026-11-27' },
    after: '2026-11-30T09:00:00+08:00',
  });
  await stage.moveTo('2026-12-18T17:00:00+08:00');
  await recorded(work, await kept(work, '2026-11-16', '2026-12-18', 5));
  await reached(stage, cast, work, 2, { from: '2026-01-01', to: '2026-12-18' });
  const delivered = await work.agency.manager.act(`contracts/${work.contract}`, 'deliver');
  stage.say('agency', `says that everything is delivered: ${delivered.state}`);
  await accepted(stage, cast, work, '2026-12-18', {
    result: 'met',
    verdict: 'satisfied',
    conclusion: { result: 'passed' },
  });
  await evaluated(stage, cast, work, { evaluation, survey });
  const receiver = { receiver: cast.committee, by: cast.communityWorker, as: 'community' };
  await handedOver(stage, cast, work, { ...receiver, consentOn: '2026-12-01' });
  await paid(stage, cast, work, 3, '2026-12-18');
  const settled = await cast.officer.act(`contracts/${work.contract}`, 'settle');
  stage.say('officer', `everything that was accepted is paid: ${settled.state}`);
  await stage.moveTo('2027-01-04T09:00:00+08:00');
  await carriedOut(stage, cast, plan);
  await archived(stage, cast, work);
}

import { accepted } from './accepted.js';
import type { Cast } from './cast.js';
import { REGION } from './cast.js';
import { archived, carriedOut, handedOver, planned } from './continued.js';
import { accountStated, cancelled, paid } from './money.js';
import type { Root, Stage } from './stage.js';
import { begun, kept, progressOf, recorded, told } from './to-the-work.js';
import type { Engagement } from './engagement.js';
import { lookedAt } from './what-comes-next.js';

interface Recorded extends Root {
  contracts: { id: string }[];
}

interface Here extends Root {
  here: { contentHash: string };
}

interface Proposed extends Root {
  here: { endings: { hearUntil: string | null }[] };
}

const WINDOW = { start: '2026-01-01', end: '2026-12-31' };

/** A purchase that was conducted elsewhere: its facts are recorded, and its contract goes on here. */
export async function takenOver(stage: Stage, cast: Cast): Promise<Omit<Engagement, 'worker' | 'recipients'>> {
  const { officer, approver } = cast;
  const agency = cast.agencies[1] as Cast['agencies'][number];
  const community = await officer.post('communities', {
    ...{ name: '【虚构】古井社区', region: REGION, kind: 'urban', households: 900, residents60: 240 },
    committee: cast.committee,
  });
  const line = await officer.post('service-lines', {
    ...{ name: '【虚构】古井社区居家养老', category: 'ELDERLY_HOME_CARE', targetGroup: 'ELDERLY', region: REGION },
    since: '2024-01-01',
    communities: [community.id],
  });
  const tender = await officer.post('tenders', {
    ...{ title: '【虚构】K区古井社区居家养老服务项目（2026年）', method: 'COMPETITIVE_CONSULTATION' },
    ...{ category: 'ELDERLY_HOME_CARE', region: REGION, buyer: cast.bureau, window: WINDOW },
    serviceLines: [line.id],
    lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }],
  });
  const supplier = { organisation: agency.body };
  const fact = (kind: string, data: object, publishedOn: string) => ({
    ...{ kind, lot: 1, data },
    source: { kind: 'notice', publishedOn, reference: `虚构-2-${kind}` },
  });
  const known = await officer.ask<Recorded>(
    'POST',
    `tenders/${tender.id}/facts`,
    {
      facts: [
        fact(
          'award',
          { decidedOn: '2025-11-20', publishedOn: '2025-11-20', supplier, amount: '180000.00' },
          '2025-11-20',
        ),
        fact('contract', { signedOn: '2025-12-01', supplier, amount: '180000.00', window: WINDOW }, '2025-12-02'),
      ],
    },
    { 'Idempotency-Key': crypto.randomUUID() },
  );
  const contract = known.contracts[0]?.id ?? '';
  const at = `contracts/${contract}`;
  const taken = await officer.act<Here>(at, 'take-over', {
    content: {
      standards: [{ no: 1, text: '上门服务', target: 3600, unit: '人次', measure: { of: 'visits', form: 'visit' } }],
      payments: [
        { no: 1, trigger: 'signing', share: 3000 },
        { no: 2, trigger: 'acceptance', share: 7000 },
      ],
    },
  });
  const { hash } = { hash: taken.here.contentHash };
  await agency.manager.act(at, 'confirm-content', { hash });
  const { state } = await approver.act(at, 'confirm-content', { hash });
  stage.say(
    'officer',
    `records a purchase of an agent elsewhere, award and contract, and takes the contract over: ${state}`,
  );
  return { contract, line: line.id, community: community.id, agency };
}

/** The other one: it begins like any, falls silent, and is ended; what was good of it is accepted and paid. */
export async function servedOnce(
  stage: Stage,
  cast: Cast,
  given: Omit<Engagement, 'worker' | 'recipients'>,
): Promise<Engagement> {
  const work = await begun(stage, cast, given, 20);
  await accountStated(work);
  await paid(stage, cast, work, 1, '2026-01-05');
  return work;
}

/** Ended for breach: proposed by one, the agency heard, decided by another. */
export async function endForBreach(
  { say }: Stage,
  cast: Cast,
  { contract, agency }: Pick<Engagement, 'contract' | 'agency'>,
  { no, cause, what = 'it' }: { no: number; cause: string; what?: string },
): Promise<void> {
  const at = `contracts/${contract}`;
  const breach = { ground: 'breach', reference: `虚构：违约通知书 ${no} 号`, reason: `虚构：${cause}` };
  const { here } = await cast.officer.act<Proposed>(at, 'propose-termination', breach);
  const [proposal] = here.endings;
  say(
    'officer',
    `proposes to end ${what} for breach, never by mere agreement; the agency is heard until ${proposal?.hearUntil}`,
  );
  await agency.manager.act(at, 'be-heard', { statement: '虚构：人员未能补齐，同意依约处理' });
  say('agency', 'has nothing to say against it');
  const ended = await cast.approver.act(at, 'terminate', { reason: '虚构：违约属实' });
  say('approver', `decides what another has proposed: ${ended.state}`);
}

/** Terminated for breach, accepted in part, its recipients handed over, its other instalment given up, closed. */
export async function goneWrong(stage: Stage, cast: Cast, work: Engagement): Promise<void> {
  const { say } = stage;
  const at = `contracts/${work.contract}`;
  await recorded(work, await kept(work, '2026-01-06', '2026-04-17', 2));
  await stage.moveTo('2026-05-18T10:00:00+08:00');
  say('officer', `reads of the other contract, silent for a month: ${told(await progressOf(work, cast.officer))}`);
  await endForBreach(stage, cast, work, { no: 1, cause: '人员离职，服务停止一个月' });
  await stage.moveTo('2026-05-25T10:00:00+08:00');
  await accepted(stage, cast, work, '2026-05-25', {
    result: 'partly',
    verdict: 'dissatisfied',
    conclusion: {
      ...{ result: 'passed', acceptedPart: '虚构：一月至四月的上门服务', acceptedAmount: '54000.00' },
      reason: '虚构：其余未履行',
    },
  });
  await cancelled(stage, cast, work, 2);
  await lookedAt(stage, cast, work.line, '2026-05-25');
  const { body: receiver, manager } = cast.agencies[0] as Cast['agencies'][number];
  const plan = await planned(stage, cast, work, { kind: 'hand_over', from: '2026-05-25', receiver });
  await handedOver(stage, cast, work, { receiver, by: manager, as: 'agency', consentOn: '2026-05-22' });
  await carriedOut(stage, cast, plan);
  const settled = await cast.officer.act(at, 'settle');
  say('officer', `what was accepted is paid, what was left undone is not: ${settled.state}`);
  await archived(stage, cast, work);
}

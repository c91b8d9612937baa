import { REGION, type Agency, type Cast } from './cast.js';
import { Person, type Root, type Stage } from './stage.js';
import type { Bid } from './to-the-opening.js';

interface Challenge extends Root {
  result: string | null;
}
interface Contract extends Root {
  here: { contentHash: string };
  supplier: { id: string };
}

/** The draft of the contract of an award: by the documents and the offer, with what the officer says of it. */
export async function draftContract(
  cast: Cast,
  award: string,
  said: { number: string; reportMonths: number; milestones?: object[] },
): Promise<{ contract: string; agency: Agency; state: string; hash: string; characters: number }> {
  const { id, supplier, state, here } = await cast.officer.post<Contract>('contracts', { award, ...said });
  const agency = cast.agencies.find(({ body }) => body === supplier.id) as Agency;
  const { text } = await agency.manager.get<{ text: string }>(`contracts/${id}/text`);
  return { contract: id, agency, state, hash: here.contentHash, characters: text.length };
}

/** Signed by both sides over the same words; answers the state that follows. */
export async function signContract(
  cast: Cast,
  { contract, agency, hash }: { contract: string; agency: Agency; hash: string },
): Promise<string> {
  const at = `contracts/${contract}`;
  await agency.manager.act(at, 'sign', { hash });
  return (await cast.approver.act(at, 'sign', { hash })).state;
}

/** Published within two working days, filed within seven. */
export async function publishContract({ officer }: Cast, contract: string, no: string): Promise<void> {
  await officer.act(`contracts/${contract}`, 'publish', { url: `https://example.org/contracts/${no}` });
  await officer.act(`contracts/${contract}`, 'file', { reference: `虚构-备-2026-${no}` });
}

/** A loser asks, is answered, and both sides sign. */
export async function toTheContract(
  stage: Stage,
  cast: Cast,
  tender: string,
  award: string,
  bids: readonly Bid[],
  reportMonths = 3,
): Promise<{ contract: string; agency: Agency }> {
  const { say } = stage;
  await stage.moveTo('2025-11-27T14:00:00+08:00');
  const drafted = await draftContract(cast, award, {
    number: '虚构-K-2026-001',
    reportMonths,
    milestones: [
      { no: 1, name: '首季服务到位', dueOn: '2026-03-31', shownBy: '服务记录' },
      { no: 2, name: '全年服务完成', dueOn: '2026-12-20', shownBy: '服务记录' },
    ],
  });
  const { contract, agency, state, hash, characters } = drafted;
  const loser = bids.find((bid) => bid.agency !== agency)?.agency as Agency;
  say('officer', `has the contract drafted from award and documents (${characters} characters): ${state}`);
  await answered(stage, cast, tender, loser);
  await stage.moveTo('2025-12-02T10:00:00+08:00');
  const signed = await signContract(cast, drafted);
  say('agency, approver', `sign over the same hash ${hash.slice(0, 12)}…: ${signed}`);
  await stage.moveTo('2025-12-03T10:00:00+08:00');
  await publishContract(cast, contract, '001');
  say('officer', 'publishes the contract within two working days and files it within seven');
  return { contract, agency };
}

async function answered({ say }: Stage, cast: Cast, tender: string, loser: Agency): Promise<void> {
  const filed = await loser.manager.post<Challenge>('challenges', {
    tender,
    ...{ lot: 1, stage: 'result' },
    grounds: '虚构：对服务方案得分有异议。',
    requests: '请复核得分。',
  });
  const reply = await cast.agent.act<Challenge>(`challenges/${filed.id}`, 'answer', {
    result: 'not_upheld',
    reason: '虚构：经复核，得分计算无误。',
  });
  say('agency, agent', `a challenge of the result is received and answered: ${reply.result}`);
}

/** Those who change nothing read what happened. */
export async function watched({ url, say }: Stage, cast: Cast): Promise<void> {
  const flags = await cast.supervisor.get<{ items: { indicator: string; rootCause: { type: string } }[] }>(
    'risk/flags?limit=200',
  );
  const of =
    flags.items.map(({ indicator, rootCause }) => `${indicator} by its ${rootCause.type}`).join(', ') || 'none';
  const audit = await cast.supervisor.get<{ ok: boolean; rows: number }>('audit/verification');
  say('supervisor', `reads the flags of the region (${of}); ${audit.rows} rows of the audit verify: ${audit.ok}`);
  const entries = await cast.auditor.get<{ items: object[] }>('audit/entries?action=created&limit=200');
  say('auditor', `reads who made accounts and keys, and for which bodies: ${entries.items.length} entries`);
  const made = await cast.integrator.post<{ key: string }>('api-keys', {
    name: '业务系统',
    organisation: cast.bureau,
    scopes: ['line.manage', 'tender.read', 'changes.read'],
  });
  const program = new Person(url, '【虚构】业务系统', made.key);
  const put = (): Promise<Root> =>
    program.ask('PUT', 'service-lines/by-external-id/oa/L-07', {
      name: '【虚构】老年助餐',
      category: 'ELDERLY_HOME_CARE',
      since: '2026-01-01',
      region: REGION,
    });
  const [first, again] = [await put(), await put()];
  const kept = first.id === again.id && first.version === again.version ? 'one record' : 'two records';
  let events = 0;
  for (let next: string | null = 'changes?after=0&limit=200'; next !== null;) {
    const page: { items: unknown[]; next: string | null } = await program.get(next);
    events += page.items.length;
    next = page.items.length === 0 ? null : (page.next?.replace('/api/v1/', '') ?? null);
  }
  say(
    'integrator',
    `sends a line twice under its own id: ${kept}; follows the feed with a key of its own: ${events} events`,
  );
}

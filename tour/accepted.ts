import type { Cast } from './cast.js';
import type { Root, Stage } from './stage.js';
import type { Engagement } from './engagement.js';

interface Acceptance extends Root {
  items: { no: number; target: number | null; counted: string | null }[];
  recipientsHeard: number | null;
  result: string | null;
  acceptedAmount: string | null;
}

/** What was promised, held against what was done: by its members, with those who were served; another concludes. */
export async function accepted(
  stage: Stage,
  cast: Cast,
  work: Engagement,
  heldOn: string,
  judged: { result: 'met' | 'partly'; verdict: string; conclusion: object },
): Promise<void> {
  const { officer, approver } = cast;
  const opened = await officer.post<Acceptance>(`contracts/${work.contract}/acceptance`);
  const at = `acceptances/${opened.id}`;
  const { id: user } = await officer.get<{ id: string }>('me');
  const documents = [await officer.paper(`虚构：验收核对表 ${opened.id}`)];
  await officer.change('PUT', at, 'items', {
    items: opened.items.map(({ no, target, counted }) => ({
      no,
      result: judged.result,
      measured: counted,
      note: Number(counted) < (target ?? 0) ? '虚构：完成数与约定目标的差额经双方核对' : null,
      documents,
    })),
  });
  await officer.change('PUT', at, 'members', { members: [{ user, capacity: 'buyer' }] });
  await officer.act(at, 'itemise');
  await officer.change('POST', at, 'opinions', {
    ...{ form: 'meeting', heldOn, documents: [await officer.paper(`虚构：座谈签到 ${opened.id}`)] },
    voices: work.recipients.slice(0, 5).map((recipient) => ({ recipient, verdict: judged.verdict })),
  });
  await officer.act(at, 'take-opinions');
  await officer.act(at, 'sign');
  const { items, ...concluded } = await approver.act<Acceptance>(at, 'conclude', judged.conclusion);
  await officer.act(at, 'publish', { url: `https://example.org/acceptances/${opened.id}` });
  stage.say(
    'officer, approver',
    `${items[0]?.counted} visits held against the standard, ${concluded.recipientsHeard ?? 'fewer than five'} recipients heard: ${concluded.result}, ${concluded.acceptedAmount} yuan, published`,
  );
}

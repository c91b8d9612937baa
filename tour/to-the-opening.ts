import type { Agency, Cast } from './cast.js';
import { until, type Root, type Stage } from './stage.js';
import type { Issued } from './to-the-tender.js';

interface Opening extends Root {
  lots: { no: number; state: string; bidCount: number | null; bids: { id: string; bidder: string }[] }[];
}
interface Receipt {
  receipt: { receivedAt: string };
}
export interface Bid {
  agency: Agency;
  id: string;
}

const PRICES = ['460000.00', '452000.00', '448000.00'];

const offer = (price: string, documents: object[] = []) => ({
  price,
  statement: '虚构：上门服务方案，含周末。',
  items: [{ no: 1, name: '上门服务', amount: price }],
  team: [{ name: '虚构社工', role: '督导', qualification: '社会工作师' }],
  contacts: [{ name: '虚构联系人', phone: '010-00000000' }],
  documents,
});

/** Sealed bids, their receipts, and the opening by two persons. */
export async function toTheOpening(
  stage: Stage,
  cast: Cast,
  { tender, lot }: Pick<Issued, 'tender' | 'lot'>,
): Promise<Bid[]> {
  const { say } = stage;
  const bids: Bid[] = [];
  await stage.moveTo('2025-11-20T15:00:00+08:00');
  for (const [i, agency] of cast.agencies.entries()) {
    const { manager } = agency;
    const made = await manager.post(`lots/${lot}/bids`, { content: {} });
    const { mediaType: _, ...paper } = await manager.file(`bids/${made.id}/files`, `虚构：${agency.name}服务方案`);
    await manager.act(`bids/${made.id}`, 'submit', { content: offer(PRICES[i] as string, [paper]) });
    const receipt = await manager.get<Receipt>(`bids/${made.id}/receipt`);
    const { valid } = await manager.post<{ valid: boolean }>('bids/verify-receipt', receipt);
    const at = receipt.receipt.receivedAt;
    say('agency', `submits a sealed bid with a document; its receipt of ${at} is ${valid ? 'genuine' : 'not genuine'}`);
    bids.push({ agency, id: made.id });
  }
  await stage.moveTo('2025-11-21T09:45:00+08:00');
  const at = `tenders/${tender}/opening`;
  await cast.agent.act(at, 'request-opening');
  await cast.approver.act(at, 'open-bids');
  const held = await until(
    () => cast.agent.get<Opening>(at),
    ({ state }) => state === 'held',
  );
  say(
    'agent, approver',
    `two persons order the opening, the worker holds it: ${held.lots[0]?.bidCount} bids, lot ${held.lots[0]?.state}`,
  );
  return bids;
}

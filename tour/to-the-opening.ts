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

const offer = (price: string, service: string, documents: object[]) => ({
  price,
  statement: `虚构：${service}方案，含周末。`,
  items: [{ no: 1, name: service, amount: price }],
  team: [{ name: '虚构社工', role: '督导', qualification: '社会工作师' }],
  contacts: [{ name: '虚构联系人', phone: '010-00000000' }],
  documents,
});

/** A sealed bid of each agency for a lot, with a paper; the receipt of each is checked. */
export async function submitBids(
  agencies: readonly Agency[],
  { lot, service, prices }: { lot: string; service: string; prices: readonly string[] },
): Promise<(Bid & { receivedAt: string; genuine: boolean })[]> {
  const bids = [];
  for (const [i, agency] of agencies.entries()) {
    const { manager } = agency;
    const made = await manager.post(`lots/${lot}/bids`, { content: {} });
    const { mediaType: _, ...paper } = await manager.file(`bids/${made.id}/files`, `虚构：${agency.name}服务方案`);
    await manager.act(`bids/${made.id}`, 'submit', { content: offer(prices[i] as string, service, [paper]) });
    const receipt = await manager.get<Receipt>(`bids/${made.id}/receipt`);
    const { valid: genuine } = await manager.post<{ valid: boolean }>('bids/verify-receipt', receipt);
    bids.push({ agency, id: made.id, receivedAt: receipt.receipt.receivedAt, genuine });
  }
  return bids;
}

/** Two persons order the opening, the worker holds it; answers its lots. */
export async function openBids(cast: Cast, tender: string): Promise<Opening['lots']> {
  const at = `tenders/${tender}/opening`;
  await cast.agent.act(at, 'request-opening');
  await cast.approver.act(at, 'open-bids');
  const { lots } = await until(
    () => cast.agent.get<Opening>(at),
    ({ state }) => state === 'held',
  );
  return lots;
}

/** Sealed bids, their receipts, and the opening by two persons. */
export async function toTheOpening(
  stage: Stage,
  cast: Cast,
  { tender, lot }: Pick<Issued, 'tender' | 'lot'>,
): Promise<Bid[]> {
  const { say } = stage;
  await stage.moveTo('2025-11-20T15:00:00+08:00');
  const bids = await submitBids(cast.agencies, { lot, service: '上门服务', prices: PRICES });
  for (const { receivedAt: at, genuine } of bids)
    say(
      'agency',
      `submits a sealed bid with a document; its receipt of ${at} is ${genuine ? 'genuine' : 'not genuine'}`,
    );
  await stage.moveTo('2025-11-21T09:45:00+08:00');
  const [opened] = await openBids(cast, tender);
  say(
    'agent, approver',
    `two persons order the opening, the worker holds it: ${opened?.bidCount} bids, lot ${opened?.state}`,
  );
  return bids;
}

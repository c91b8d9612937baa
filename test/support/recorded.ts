import { randomUUID } from 'node:crypto';
import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

/** A deal as a test needs it. */
export interface Deal {
  buyer: string;
  dataset?: string;
  category?: string | null;
  region?: string | null;
  method?: string | null;
  programme?: string | null;
  /** Yuan; null: not known. */
  amount?: string | null;
  decidedOn?: string | null;
  supplier?: string;
  /** Yuan of a contract that follows. */
  contract?: string;
  source?: Record<string, unknown>;
}

/** Records a tender of one lot with an award, as an officer does. Answers the tender's id. */
export async function recordDeal(app: TestApp, by: TestAccount, deal: Deal): Promise<string> {
  const source = deal.source ?? {
    kind: 'notice',
    url: 'https://example.org/n/1',
    publishedOn: null,
    reference: randomUUID(),
  };
  const tender = await app.http
    .post('/api/v1/tenders')
    .set(by.auth)
    .send({
      conducted: 'elsewhere',
      dataset: deal.dataset ?? 'live',
      buyer: deal.buyer,
      title: `采购 ${randomUUID()}`,
      method: deal.method ?? null,
      category: deal.category ?? null,
      region: deal.region ?? null,
      programme: deal.programme ?? null,
      lots: [{ no: 1 }],
    });
  if (tender.status !== 201) throw new Error(`tender: ${tender.status} ${tender.text}`);
  const { id } = tender.body as { id: string };
  const supplier = { name: deal.supplier ?? '示例机构' };
  const award = {
    supplier,
    ...(deal.amount && { amount: deal.amount }),
    ...(deal.decidedOn && { decidedOn: deal.decidedOn }),
  };
  const facts = [
    { kind: 'award', lot: 1, data: award, source },
    ...(deal.contract ? [{ kind: 'contract', lot: 1, data: { supplier, amount: deal.contract }, source }] : []),
  ];
  const recorded = await app.http
    .post(`/api/v1/tenders/${id}/facts`)
    .set(by.auth)
    .set('Idempotency-Key', randomUUID())
    .send({ facts });
  if (recorded.status !== 200) throw new Error(`facts: ${recorded.status} ${recorded.text}`);
  return id;
}

import type { Cast } from './cast.js';
import type { Root, Stage } from './stage.js';
import type { Engagement } from './engagement.js';

interface Payment extends Root {
  no: number;
  amount: string;
  invoice: { id: string } | null;
  met: { missing: string | null };
  deadlines: { rule: string; date: string | null }[];
}

interface Invoice extends Root {
  payment: string;
}

const ACCOUNT = '6222020000000000018';
let invoices = 0;

/** The agency says to which account it is paid. */
export async function accountStated({ agency }: Engagement): Promise<void> {
  await agency.manager.change('PUT', `organisations/${agency.body}`, 'payee-account', {
    account: ACCOUNT,
    holder: agency.name,
    bank: '虚构银行',
  });
}

const paymentsOf = async ({ contract, agency }: Engagement): Promise<Payment[]> =>
  (await agency.manager.get<{ items: Payment[] }>(`contracts/${contract}/payments`)).items;

/** One instalment from its invoice to the account: asked for, approved and paid by different people. */
export async function paid({ say }: Stage, cast: Cast, work: Engagement, no: number, issuedOn: string): Promise<void> {
  const at = `contracts/${work.contract}`;
  const one = async (): Promise<Payment> => (await paymentsOf(work)).find((p) => p.no === no) as Payment;
  const first = await one();
  const invoice = await work.agency.manager.post<Invoice>(`${at}/invoices`, {
    payment: first.id,
    number: `2544200000${String(++invoices).padStart(10, '0')}`,
    amount: first.amount,
    issuedOn,
  });
  const step = async (by: Cast['officer'], path: string, version: number, body: object = {}) =>
    by.ask<Payment>('POST', `${at}/${path}`, body, {
      'If-Match': `"${version}"`,
      'Idempotency-Key': crypto.randomUUID(),
    });
  await step(cast.officer, `invoices/${invoice.id}/actions/accept`, invoice.version);
  const clocked = await one();
  const payment = `payments/${first.id}/actions`;
  const due = await step(cast.officer, `${payment}/request`, clocked.version);
  const approved = await step(cast.approver, `${payment}/approve`, due.version);
  const done = await step(cast.officer, `${payment}/pay`, approved.version, { account: ACCOUNT });
  const by = clocked.deadlines
    .map(({ rule, date }) => `${rule} ${date ?? 'once the next calendar is announced'}`)
    .join(', ');
  say('agency, officer', `instalment ${no}: ${done.amount} yuan, due by ${by || 'agreement'}: ${done.state}`);
}

/** An instalment that nothing is left for: given up by whoever did not ask for it. */
export async function cancelled({ say }: Stage, cast: Cast, work: Engagement, no: number): Promise<void> {
  const payment = (await paymentsOf(work)).find((p) => p.no === no) as Payment;
  const done = await cast.approver.ask<Payment>(
    'POST',
    `contracts/${work.contract}/payments/${payment.id}/actions/cancel`,
    { reason: '虚构：验收未认可该部分' },
    { 'If-Match': `"${payment.version}"`, 'Idempotency-Key': crypto.randomUUID() },
  );
  say('approver', `instalment ${no} of ${payment.amount} yuan, of which nothing was accepted: ${done.state}`);
}

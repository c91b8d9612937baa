import { addDays, addYears, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { SmePolicy } from '../../purchase/tenders/conducted/terms/sme/sme-types.js';
import { insertTender } from '../../purchase/tenders/new-tender.js';
import { DEMONSTRATION_BODIES } from '../bodies.js';
import { demoId } from '../demo-id.js';

export const EVERYDAY_DRAFT: string = demoId('live', 'draft');

/** One of each: reserved, a deduction, and a ground for neither. */
const LOTS: readonly { name: string; sme: SmePolicy }[] = [
  { name: '助餐服务', sme: { kind: 'reserved', for: 'sme', note: '演示：专门面向中小企业采购，社会组织不能参加' } },
  {
    name: '助洁服务',
    sme: {
      kind: 'deduction',
      rate: 1500,
      ground: 'no_sufficient_competition',
      note: '演示：不专门面向，对小微企业报价给予扣除',
    },
  },
  {
    name: '探访关爱服务',
    sme: { kind: 'none', ground: 'directed_to_non_enterprises', note: '演示：按政策优先面向社会组织购买' },
  },
];

/**
 * A draft of the demonstration's bureau whose three lots show what can be done for small and medium enterprises. By a caller
 * who may write drafts. Where it is there already, nothing happens.
 */
export async function insertEverydayDraft(tx: Tx, today: PlainDate): Promise<void> {
  const there = await tx.query(`SELECT FROM tender WHERE id = $1`, [EVERYDAY_DRAFT]);
  if (there.length > 0) return;
  const start = addDays(today, 120);
  await insertTender(
    tx,
    {
      conducted: 'here',
      dataset: 'live',
      buyer: DEMONSTRATION_BODIES.bureau.id,
      title: '【演示】居家养老服务项目：三个采购包，三种扶持中小企业的做法',
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      region: '990200',
      budgetLevel: 'below_provincial',
      window: { start, end: addDays(addYears(start, 1), -1) },
      budget: '450000.00',
      lots: LOTS.map(({ name, sme }, i) => ({
        ...{ no: i + 1, name, ceiling: '150000.00', pricing: 'competitive' as const },
        terms: { sme },
      })),
    },
    { id: EVERYDAY_DRAFT },
  );
}

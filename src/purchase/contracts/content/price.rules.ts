import type { FieldError } from '../../../kernel/errors/problem.js';
import { parseYuan } from '../../../kernel/money/money.js';
import { formatPriceLines, toUnitPrice } from '../../tenders/conducted/terms/price.rules.js';
import type { PriceTerm } from '../../tenders/conducted/terms/price-types.js';
import type { ContractContent } from './content-types.js';

type Priced = Pick<ContractContent, 'price'>;

/** What of the contract is paid by the unit; null: nothing is. */
export const findUnitPrice = ({ price }: Priced): PriceTerm | null => toUnitPrice(price);

/** Fen of the part that instalments are shares of; null: the whole amount. */
export function computeFixedPart(content: Priced): bigint | null {
  const price = findUnitPrice(content);
  return price === null ? null : price.kind === 'mixed' && price.fixed ? parseYuan(price.fixed) : 0n;
}

/** What a price asks of the rest of the contract: instalments are of a fixed part, which leaves something for the units. */
export function findPriceFaults(content: Pick<ContractContent, 'price' | 'amount' | 'payments'>): FieldError[] {
  const price = findUnitPrice(content);
  if (price === null) return [];
  if (price.kind === 'units')
    return content.payments.length === 0
      ? []
      : [
          {
            pointer: '/payments',
            code: 'not_allowed_value',
            text: { en: 'What is done is paid by settlements', zh: '按量计价的合同按结算付款，不设分期比例' },
          },
        ];
  if (content.amount === null || !price.fixed || parseYuan(price.fixed) < parseYuan(content.amount)) return [];
  return [
    {
      pointer: '/price/fixed',
      code: 'too_large',
      text: { en: 'Less than the amount', zh: '应小于合同金额' },
    },
  ];
}

/** How the contract is paid by the unit, as its text says it. */
export function formatPriceText(content: Priced): string[] {
  const price = findUnitPrice(content);
  if (price === null) return [];
  return [
    '合同金额为最高限额，按实际完成并经确认的服务量结算。',
    ...(price.fixed ? [`固定部分：人民币 ${price.fixed} 元，按下列各期支付。`] : []),
    ...formatPriceLines(price),
  ];
}

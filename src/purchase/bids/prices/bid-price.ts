import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { formatYuan, isYuan } from '../../../kernel/money/money.js';
import { computeOfferedAmount, findUnpricedItems } from '../../tenders/conducted/terms/prices/offered-price.rules.js';
import { toUnitPrice } from '../../tenders/conducted/terms/price.rules.js';
import type { PriceTerm } from '../../tenders/conducted/terms/price-types.js';
import type { BidContent } from '../bid-content.rules.js';

/** Unit prices are offered where the lot is paid by the unit. @throws Problem `unit_price_with_sum` */
export function assertPriceKind(content: BidContent, announced: PriceTerm | null | undefined): void {
  const name = content.unitPrices === undefined ? 'fixedPart' : 'unitPrices';
  if (content[name] === undefined || toUnitPrice(announced) !== null) return;
  throw Problem.ofField('unit_price_with_sum', `/content/${name}`, {
    en: 'The lot is bought for one sum',
    zh: '本包以总价采购，不报单价',
  });
}

/**
 * An offer says its whole price: of a lot that is paid by the unit a price for each item, and no other sum than they come to at
 * the quantities of the documents.
 * @throws Problem `unit_price_with_sum`, `validation_failed`
 */
export function assertWholePrice(
  content: BidContent,
  announced: PriceTerm | null | undefined,
  missing: { en: string; zh: string },
): void {
  assertPriceKind(content, announced);
  const open = findUnpricedItems(announced, content);
  if (open.length > 0)
    throw new Problem('validation_failed', {
      errors: open.map((error) => ({ ...error, pointer: `/content${error.pointer}` })),
    });
  if (content.price === null) throw invalid('/content/price', 'required', missing);
  const amount = computeOfferedAmount(announced, content);
  if (amount !== null && !isYuan(formatYuan(amount)))
    throw invalid('/content/unitPrices', 'number_out_of_range', {
      en: 'They come to more than an amount can say',
      zh: '按单价与预计数量合计超出可填金额',
    });
  if (amount !== null && content.price !== formatYuan(amount))
    throw invalid('/content/price', 'sum', {
      en: `The unit prices come to ${formatYuan(amount)}`,
      zh: `按单价与预计数量合计应为 ${formatYuan(amount)} 元`,
    });
}

import type { Measure } from './measure.rules.js';

/**
 * How a service is priced: `sum` by one amount, `units` by what is done at a price for each unit up to the amount, `mixed` by
 * a fixed part and units beside it.
 */
export const PRICE_KINDS = ['sum', 'units', 'mixed'] as const;
export type PriceKind = (typeof PRICE_KINDS)[number];

/** From so many units on, over the whole contract, another price: of the units above alone. */
interface PriceBand {
  above: number;
  /** Yuan. */
  unitPrice: string;
}
/** What is paid by the unit. */
export interface PriceItem {
  no: number;
  /** What one of it is called: 人次, 小时. */
  unit: string;
  /** Yuan. */
  unitPrice: string;
  /** How much of it is expected over the whole term. */
  quantity?: number | null;
  /** How much of what is measured makes one unit: 60 where minutes are measured and hours are paid. Absent: one. */
  per?: number | null;
  /** How units are counted from the records of service. */
  measure: Measure;
  bands?: PriceBand[] | null;
}
/** What the contract takes off for something that was not as agreed, each time it happened. */
export interface PriceDeduction {
  no: number;
  text: string;
  /** Yuan. */
  amount: string;
  /** Yuan: at most so much of it in one settlement. */
  most?: string | null;
}
export const SETTLED_MONTHS = [1, 2, 3, 6, 12] as const;
export interface PriceTerm {
  kind: PriceKind;
  /** Yuan, of a mixed price: the part that is paid by instalments. */
  fixed?: string | null;
  items?: PriceItem[];
  deductions?: PriceDeduction[];
  /** Months that one settlement covers; absent: as many as a report does. */
  every?: (typeof SETTLED_MONTHS)[number] | null;
}

/** What is offered for the unit of one item, in yuan; of an item with bands also for each of them. */
export interface OfferedUnitPrice {
  no: number;
  unitPrice: string;
  bands?: PriceBand[] | null;
}

export const PROMISE_PERIODS = ['day', 'working_day', 'week', 'month'] as const;
/** Days off work are kept free, or served. */
export const REST_DAYS = ['kept', 'served'] as const;
/** From 小年 to 元宵 service is kept up, or stops. */
export const FESTIVAL_DAYS = ['kept', 'stops'] as const;

/** On which days a service is promised: how often, and whether on rest days and around the Spring Festival. */
export interface ServiceDays {
  times: number;
  every: (typeof PROMISE_PERIODS)[number];
  restDays: (typeof REST_DAYS)[number];
  festival: (typeof FESTIVAL_DAYS)[number];
}

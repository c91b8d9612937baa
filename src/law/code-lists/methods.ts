/** How a purchase is made, as the API names it. */
export const METHODS = [
  'OPEN_TENDER',
  'INVITED_TENDER',
  'COMPETITIVE_CONSULTATION',
  'COMPETITIVE_NEGOTIATION',
  'SINGLE_SOURCE',
  'INQUIRY',
  'FRAMEWORK',
  'OTHER',
] as const;
export type Method = (typeof METHODS)[number];

export const BUDGET_LEVELS = ['central', 'provincial', 'below_provincial'] as const;
export type BudgetLevel = (typeof BUDGET_LEVELS)[number];

const NAMES: Readonly<Record<string, Method>> = {
  公开招标: 'OPEN_TENDER',
  邀请招标: 'INVITED_TENDER',
  竞争性磋商: 'COMPETITIVE_CONSULTATION',
  竞争性谈判: 'COMPETITIVE_NEGOTIATION',
  单一来源: 'SINGLE_SOURCE',
  询价: 'INQUIRY',
  框架协议: 'FRAMEWORK',
};

/** The method a law or notice names in Chinese; null for a name that is none of the statutory ones. */
export function findMethod(name: string): Method | null {
  return Object.hasOwn(NAMES, name) ? (NAMES[name] ?? null) : null;
}

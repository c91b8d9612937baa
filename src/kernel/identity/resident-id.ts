import { isIdentityCard } from 'class-validator';

/** Resident identity number (GB 11643): 18 places, a birthday that exists, a check character modulo 11. */
export function isResidentId(value: unknown): value is string {
  return typeof value === 'string' && value.length === 18 && isIdentityCard(value, 'zh-CN');
}

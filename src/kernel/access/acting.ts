import { Problem } from '../errors/problem.js';
import { invalid } from '../http/validation.js';
import { listPermittedBodies } from './held.js';
import type { Principal } from './principal.js';

/**
 * The body for which a caller acts: the one that is named, in which the caller must hold the permission, else the only one
 * there is. What the caller may do in another body does not count.
 */
export function actingBody(
  principal: Principal,
  permission: string,
  named: string | null | undefined,
  pointer: string,
): string {
  const own = listPermittedBodies(principal, permission);
  if (named) {
    const body = named.toLowerCase();
    if (own.includes(body)) return body;
    if (principal.seats.some((s) => s.organisation === body)) throw new Problem('not_permitted');
    throw invalid(pointer, 'not_your_organisation', {
      en: 'You have no seat in this body',
      zh: '您在该组织中没有席位',
    });
  }
  const [first, second] = own;
  if (first === undefined) throw new Problem('not_permitted');
  if (second === undefined) return first;
  throw invalid(pointer, 'required', {
    en: 'You sit in several bodies; say for which one you act',
    zh: '您在多个组织中有席位，请指明代表哪一个',
  });
}

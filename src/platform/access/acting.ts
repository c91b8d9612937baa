import { Problem } from '../errors/problem.js';
import { invalid } from '../http/validation.js';
import { NO_BODY, type Principal } from './principal.js';

/** The body for which a caller acts: the one that is named, which must be the caller's own, else the only one there is. */
export function actingBody(principal: Principal, named: string | null | undefined, pointer: string): string {
  const own = [...new Set(principal.seats.map((s) => s.organisation).filter((body) => body !== NO_BODY))];
  if (named) {
    if (own.includes(named.toLowerCase())) return named.toLowerCase();
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

import { createHash } from 'node:crypto';
import { canonicalText } from '../../../kernel/audit/canonical.js';
import { isPlainDate } from '../../../kernel/clock/plain-date.js';
import type { FieldError } from '../../../kernel/errors/problem.js';
import { formatYuan, parseYuan } from '../../../kernel/money/money.js';
import { findPaymentFaults } from '../../tenders/conducted/terms/contract-terms.rules.js';
import { toStoredPrice, toUnitPrice } from '../../tenders/conducted/terms/price.rules.js';
import type { PriceItem, PriceTerm } from '../../tenders/conducted/terms/price-types.js';
import type { TenderTerms } from '../../tenders/conducted/terms/terms-types.js';
import { findPriceFaults, findUnitPrice } from './price.rules.js';
import {
  NO_CONTENT,
  SAID_OR_ABSENT,
  WRITTEN,
  type ContractContent,
  type TeamMember,
  type WrittenContent,
} from './content-types.js';

/** SHA-256 over the canonical JSON (RFC 8785): what the parties sign. */
export const hashContractContent = (content: unknown): string =>
  createHash('sha256').update(canonicalText(content)).digest('hex');

export const isSame = (a: unknown, b: unknown): boolean => canonicalText(a ?? null) === canonicalText(b ?? null);

/** RFC 7396 at the first level: what is given replaces the old one whole; null is as it was in the beginning. */
export function mergeWrittenContent(content: ContractContent, written: WrittenContent): ContractContent {
  const result: Record<string, unknown> = { ...content };
  const beginning: Record<string, unknown> = { ...NO_CONTENT };
  const given: Record<string, unknown> = { ...written };
  for (const name of WRITTEN) if (given[name] !== undefined) result[name] = plain(given[name] ?? beginning[name]);
  for (const name of SAID_OR_ABSENT)
    if (given[name] === null) Reflect.deleteProperty(result, name);
    else if (given[name] !== undefined) result[name] = plain(given[name]);
  const merged = result as unknown as ContractContent;
  return {
    ...merged,
    amount: merged.amount === null ? null : formatYuan(parseYuan(merged.amount)),
    ...(merged.price && { price: toStoredPrice(merged.price) }),
  };
}

/** Plain JSON without absent members, so that the same words are the same content. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;

const toRequiredField = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'required',
  text: { en, zh },
});

/** What a contract must say before anybody signs it. */
export function incompleteContent(content: ContractContent, begunOn: string | null = null): FieldError[] {
  const { amount, window, standards, payments, milestones = [] } = content;
  const errors: FieldError[] = [];
  if (amount === null) errors.push(toRequiredField('/amount', 'The amount', '合同金额'));
  if (!isPlainDate(window.start)) errors.push(toRequiredField('/window/start', 'The first day', '开始日期'));
  if (!isPlainDate(window.end)) errors.push(toRequiredField('/window/end', 'The last day', '结束日期'));
  const isPastEnd = (day: string | null): boolean => day !== null && isPlainDate(window.end) && window.end < day;
  if ((isPlainDate(window.start) && isPastEnd(window.start)) || isPastEnd(begunOn))
    errors.push({
      pointer: '/window/end',
      code: 'end_before_start',
      text: { en: 'The last day lies before the first', zh: '结束日期早于开始日期' },
    });
  if (standards.length === 0)
    errors.push(toRequiredField('/standards', 'What the service must come to', '服务标准与指标'));
  milestones.forEach(({ dueOn }, i) => {
    if (dueOn >= (window.start ?? dueOn) && dueOn <= (window.end ?? dueOn)) return;
    const text = { en: 'Not a day of the contract', zh: '不在合同履行期内' };
    errors.push({ pointer: `/milestones/${i}/dueOn`, code: 'outside_window', text });
  });
  const faults = findUnitPrice(content)?.kind === 'units' ? [] : findPaymentFaults(payments);
  return [...errors, ...findPriceFaults(content), ...faults, ...unknownMilestones({ payments, milestones })];
}

/** Instalments that wait for a milestone which the contract does not have. */
export const unknownMilestones = ({
  payments,
  milestones = [],
}: Pick<ContractContent, 'payments' | 'milestones'>): FieldError[] =>
  payments.flatMap(({ trigger, of }, i) =>
    trigger !== 'milestone' || typeof of !== 'number' || milestones.some(({ no }) => no === of)
      ? []
      : [
          {
            pointer: `/payments/${i}/of`,
            code: 'unknown_reference',
            text: { en: `There is no milestone ${of}`, zh: `没有第 ${of} 项阶段性目标` },
          },
        ],
  );

export type DeterminedTerms = Pick<
  TenderTerms,
  'requirement' | 'standards' | 'payments' | 'performanceBond' | 'term' | 'serviceDays'
>;

/** What the documents and the offer have determined. Unknown is null and determines nothing. */
export interface Determined {
  buyer: string | null;
  supplier: string | null;
  /** Yuan: the offer. */
  amount: string | null;
  /** Partial dates bind as far as they go. */
  window: { start: string | null; end: string | null };
  terms: DeterminedTerms | null;
  /** Whom the offer names; null where none is known to name anybody. */
  team: TeamMember[] | null;
  /** Terms of the draft of the contract as the talks left them. */
  clause: string | null;
  /** How it is priced by documents and offer, or was where it is renewed; null: by one sum, undefined determines nothing. */
  price?: PriceTerm | null;
  /** What was awarded for one unit, and of what; null where no such price is known. */
  unitPrice: Pick<PriceItem, 'unit' | 'unitPrice'> | null;
}

/** Law article 46: the matters that the documents and the offer have determined are not departed from. */
export function departures(content: ContractContent, determined: Determined): FieldError[] {
  const errors: FieldError[] = [];
  const check = (pointer: string, holds: boolean, expected: unknown): void => {
    if (holds) return;
    const said = typeof expected === 'string' ? expected : canonicalText(expected ?? null);
    const shown = said.length > 200 ? `${said.slice(0, 200)}…` : said;
    errors.push({
      pointer,
      code: 'departs',
      text: { en: `The documents and the offer say ${shown}`, zh: `采购文件与响应文件确定为 ${shown}` },
    });
  };
  const { buyer, supplier, amount, window, terms, team, clause } = determined;
  const { parties } = content;
  if (determined.price === undefined) check('/price', keepsUnitPrice(content, determined), determined.unitPrice);
  else check('/price', isSame(findUnitPrice(content), toUnitPrice(determined.price)), determined.price);
  if (buyer !== null) check('/parties/buyer', parties.buyer.organisation === buyer, buyer);
  if (supplier !== null) check('/parties/supplier', parties.supplier.organisation === supplier, supplier);
  if (amount !== null) check('/amount', content.amount === amount, amount);
  for (const side of ['start', 'end'] as const) {
    const day = window[side];
    if (day !== null) check(`/window/${side}`, matchesPartialDate(content.window[side], day), day);
  }
  if (team !== null) check('/team', isSame(inAnyOrder(content.team), inAnyOrder(team)), team);
  if (clause !== null)
    check(
      '/clauses',
      content.clauses.some(({ text }) => text === clause),
      clause,
    );
  if (terms === null) return errors;
  if (terms.requirement !== null) check('/requirement', content.requirement === terms.requirement, terms.requirement);
  for (const list of ['standards', 'payments'] as const) {
    const asked: readonly unknown[] = terms[list];
    const agreed: readonly unknown[] = content[list];
    if (asked.length === 0) continue;
    if (asked.length !== agreed.length) check(`/${list}`, false, asked);
    else
      asked.forEach((item, i) =>
        check(`/${list}/${i}`, isSame(withoutNulls(item), dropFreeMeasure(item, agreed[i])), item),
      );
  }
  check('/performanceBond', (content.performanceBond ?? 0) === (terms.performanceBond ?? 0), terms.performanceBond);
  if (terms.serviceDays) check('/serviceDays', isSame(content.serviceDays, terms.serviceDays), terms.serviceDays);
  check('/term', isSame(content.term, terms.term), terms.term);
  return errors;
}

/**
 * An amendment leaves the term as the documents announced it, or where they are not on record as both have signed it: it is
 * prolonged within its years, and no renewal comes with it that nobody could compete for.
 */
export function termDeparts(
  content: ContractContent,
  signed: ContractContent,
  terms: Pick<DeterminedTerms, 'term'> | null,
): FieldError[] {
  const announced = terms === null ? signed.term : terms.term;
  if (isSame(content.term, announced)) return [];
  const text = { en: 'The term is the one that was announced', zh: '合同期限及其条件以采购文件载明的为准' };
  return [{ pointer: '/term', code: 'departs', text }];
}

/** What is paid by the unit is paid at the price that was awarded; by one sum only where a sum was awarded as well. */
function keepsUnitPrice(content: ContractContent, { unitPrice: awarded, amount }: Determined): boolean {
  const price = findUnitPrice(content);
  if (awarded === null || (price === null && amount !== null)) return true;
  return (price?.items ?? []).some((item) => item.unit === awarded.unit && item.unitPrice === awarded.unitPrice);
}

const inAnyOrder = (team: readonly TeamMember[]): string[] =>
  team.map((member) => canonicalText(withoutNulls(member))).sort();
const matchesPartialDate = (day: string | null, partial: string): boolean =>
  day !== null && (day === partial || day.startsWith(`${partial}-`));
const withoutNulls = (item: unknown): unknown =>
  typeof item === 'object' && item !== null
    ? Object.fromEntries(
        Object.entries(item)
          .filter(([, value]) => value !== null && value !== undefined)
          .map(([name, value]) => [name, withoutNulls(value)]),
      )
    : item;
/** How a standard is counted may be agreed where the documents say nothing of it. */
const dropFreeMeasure = (asked: unknown, agreed: unknown): unknown => {
  const { measure, ...rest } = withoutNulls(agreed) as { measure?: unknown };
  return (asked as { measure?: unknown }).measure || measure === undefined ? withoutNulls(agreed) : rest;
};

import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { addDays, addYears, getYear } from '../../../kernel/clock/plain-date.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem, type FieldError } from '../../../kernel/errors/problem.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleBasis } from '../../../law/rules/rule-types.js';
import { refuseMergedRecord } from '../merges/standing-records.js';
import type { NewBarDto } from './bar.dto.js';

const RULE = getRule('SUPPLIER-BARRED');

const NEEDED = {
  number: ['Number of the decision or judgment', '决定或者判决文号'],
  authority: ['Who decided', '作出决定的机关'],
  decided: ['The finance authority or a court', '财政部门或者法院'],
  from: ['The first day', '起始日期'],
  until: ['The last day', '截止日期'],
} as const;

/** Records decisions that keep bodies from government procurement. */
@Injectable()
export class BarsService {
  constructor(private readonly transactions: Transactions) {}

  /** @throws Problem `not_found`, `body_merged`, `bar_decision_missing` */
  record(principal: Principal, organisation: string, given: NewBarDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const [body] = await tx.query<{ dataset: string; merged_into: string | null }>(
        `SELECT dataset, merged_into FROM organisation WHERE id = $1 FOR KEY SHARE`,
        [organisation],
      );
      if (!body) throw new Problem('not_found');
      refuseMergedRecord(body.merged_into);
      // A key would be the first of two hands that may both be one person's.
      if (principal.kind !== 'user') throw new Problem('not_permitted');
      assertDecision(given);
      const { number, authority, decided, from, until } = given;
      const [recordedBy = null] = listPermittedBodies(principal, 'bar.record');
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO organisation_bar (dataset, organisation_id, number, authority, decided, from_on, until, proposed_by, recorded_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        [body.dataset, organisation, number, authority, decided, from, until, principal.id, recordedBy],
      );
      const id = row?.id ?? '';
      await tx.record({
        aggregate: 'organisation_bar',
        id,
        action: 'recorded',
        dataset: body.dataset,
        // The body says what speaks against it before another person confirms it.
        tenants: [organisation],
        data: { organisation, number, authority, decided, from, until },
        to: 'proposed',
      });
      return id;
    });
  }
}

/** From then on three years are more than a day can say. */
const LAST_YEAR = 9996;

/** Law article 77: the finance authority bars for one to three years; what a court decided lasts as long as it says. */
function assertDecision(given: NewBarDto): void {
  const errors: FieldError[] = Object.entries(NEEDED).flatMap(([name, [en, zh]]) =>
    given[name as keyof NewBarDto] ? [] : [{ pointer: `/${name}`, code: 'required', text: { en, zh } }],
  );
  const { from, until, decided } = given;
  if (from && getYear(from) > LAST_YEAR)
    errors.push({
      pointer: '/from',
      code: 'out_of_range',
      text: { en: `Not after ${LAST_YEAR}`, zh: `不得晚于 ${LAST_YEAR} 年` },
    });
  if (errors.length === 0 && from && until) {
    const [least, most] =
      decided === 'court' ? [from, '9999-12-31'] : [addDays(addYears(from, 1), -1), addYears(from, 3)];
    if (until < least || until > most)
      errors.push({
        pointer: '/until',
        code: 'out_of_range',
        text: { en: `From ${least} to ${most}`, zh: `应在 ${least} 至 ${most} 之间` },
      });
  }
  if (errors.length === 0) return;
  const { document, article, confidence } = toRuleBasis(RULE);
  throw new Problem('bar_decision_missing', { errors, rule: RULE.id, basis: { document, article, confidence } });
}

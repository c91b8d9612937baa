import { toScope } from '../../../../kernel/access/scope.js';
import { action } from '../../../../kernel/actions/action.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { parseYuan } from '../../../../kernel/money/money.js';
import { loadCalendar } from '../../../../law/calendars/calendar-store.js';
import { getKnownValue } from '../../../../law/calendars/working-calendar.js';
import { periodEnd } from '../../../../law/deadlines/periods.rules.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { contractSubject } from '../../conducted/contract.subject.js';
import { loadOpenChallenges, loadOwedRemedies } from '../../conducted/signing-facts.js';
import { closeHalt, dropProposedHalt, insertHalt } from '../../halting/halt-rows.js';
import { ANSWER_WITHIN } from '../agency.rules.js';
import { AnswerObjectionDto, DemandPaymentDto, RaiseObjectionDto } from '../agency.dto.js';
import { loadOverdue } from '../overdue-payments.js';

export const raiseObjection = action(contractSubject, 'raise_objection', RaiseObjectionDto, {
  operationId: 'raiseContractObjection',
  summary: { en: 'Object to something that the buyer does under a contract', zh: '对采购人的履约行为提出异议' },
  needs: { loadCalendar },
  uses: { references: DocumentReferences },
  async effect({ tx, root, given, now, today }, { loadCalendar: calendar }, { references }) {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO contract_objection (contract_id, about, objection, raised_at, raised_by, due_on)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [
        root.id,
        given.about ?? 'other',
        given.reason,
        now,
        tx.principal.id,
        getKnownValue(periodEnd(calendar, today, ANSWER_WITHIN)),
      ],
    );
    const scope = toScope(tx.principal);
    await references.refer(tx, scope, 'contract_objection', row?.id ?? '', given.documents ?? [], '/documents');
    return { data: { objection: row?.id } };
  },
});

export const answerObjection = action(contractSubject, 'answer_objection', AnswerObjectionDto, {
  operationId: 'answerContractObjection',
  summary: { en: 'Answer an objection of the agency', zh: '答复承接主体的异议' },
  async effect({ tx, given, now }) {
    await tx.query(`UPDATE contract_objection SET answer = $2, answered_at = $3, answered_by = $4 WHERE id = $1`, [
      given.objection,
      given.reason,
      now,
      tx.principal.id,
    ]);
    return { data: { objection: given.objection } };
  },
});

export const demandPayment = action(contractSubject, 'demand_payment', DemandPaymentDto, {
  operationId: 'demandContractPayment',
  summary: { en: 'Demand what is overdue, with its interest', zh: '催告支付逾期款项及利息' },
  needs: { loadOverdue },
  uses: { references: DocumentReferences },
  async effect({ tx, root, given, now, today }, { loadOverdue: items }, { references }) {
    const amount = items.reduce((sum, item) => sum + parseYuan(item.amount), 0n);
    const interest = items.reduce((sum, item) => sum + parseYuan(item.interest?.amount ?? '0'), 0n);
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO payment_demand (contract_id, demanded_on, demanded_at, demanded_by, reason, items, amount, interest)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8) RETURNING id`,
      [
        root.id,
        today,
        now,
        tx.principal.id,
        given.reason ?? null,
        JSON.stringify(items),
        amount.toString(),
        interest.toString(),
      ],
    );
    const scope = toScope(tx.principal);
    await references.refer(tx, scope, 'payment_demand', row?.id ?? '', given.documents ?? [], '/documents');
    return { data: { demand: row?.id, payments: items.map(({ payment }) => payment) } };
  },
});

export const suspendWork = action(contractSubject, 'suspend_work', RequiredReasonDto, {
  operationId: 'suspendContractWork',
  summary: { en: 'Suspend work for non-payment, where the contract says so', zh: '依合同约定因未付款暂停服务' },
  async effect({ tx, root, given, today }) {
    await dropProposedHalt(tx, root.id, today);
    const halt = await insertHalt(tx, root.id, {
      ...{ state: 'in_force', ground: 'non_payment', reason: given.reason, by: tx.principal.id, today },
    });
    return { set: { haltedFrom: 'active' as const, haltGround: 'non_payment' }, data: { halt } };
  },
});

export const resumeWork = action(contractSubject, 'resume_work', ReasonDto, {
  operationId: 'resumeContractWork',
  summary: { en: 'Resume work that was suspended for non-payment', zh: '恢复因未付款暂停的服务' },
  needs: { loadOpenChallenges, loadOwedRemedies },
  async effect({ tx, root, today }, { loadOpenChallenges: challenges, loadOwedRemedies: owed }) {
    await closeHalt(tx, root.id, 'ended', today);
    const reference = challenges[0] ?? owed[0];
    if (reference !== undefined) {
      await insertHalt(tx, root.id, { state: 'in_force', ground: 'challenge', reference, by: null, today });
      return { to: 'halted', set: { haltGround: 'challenge' } };
    }
    return { to: root.halted_from ?? 'active', set: { haltedFrom: null, haltGround: null } };
  },
});

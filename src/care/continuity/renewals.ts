import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { guard, type Fact } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { findCategory } from '../../law/code-lists/code-lists.js';
import type { ProgrammeRow } from '../../purchase/programmes/programme-row.queries.js';
import { programmeSubject } from '../../purchase/programmes/programme.subject.js';
import { RenewalPlans, type PlannedRenewal } from '../../purchase/contracts/amendments/renewal-plans.js';
import { computeRenewalWindow } from '../../purchase/contracts/amendments/renewal.rules.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { contractSubject } from '../../purchase/contracts/conducted/contract.subject.js';
import type { ContractContent } from '../../purchase/contracts/content/content-types.js';
import { planningEndSql, planStateSql, serviceFirstDaySql } from './plan-standing.queries.js';
import { leftRecipientsSql } from './handovers/left-recipients.queries.js';
import { loadPlanItems, type StoredItem } from './plan-facts.js';
import {
  toItemFault,
  beyondTerm,
  renewing,
  refuseUnannouncedRenewal,
  refuseUnassuredItems,
  type RenewedContract,
} from './renewal-checks.js';

interface Renewable extends RenewedContract {
  /** The plan that is agreed on today. */
  plan: string | null;
  window: ContractContent['window'];
}
interface Renewal {
  contract: Renewable;
  items: StoredItem[];
}

/** The contract's amount, without what supplements added to it: that was for more of its own time. One that was ended early is not renewed. */
const RENEWABLE = `
  SELECT c.id AS contract, c.buyer_id AS buyer, c.category, c.amount::text, c.content -> 'term' AS term, c.content -> 'window' AS window,
    ${serviceFirstDaySql('c')} AS first, (SELECT p.id FROM continuity_plan p
      WHERE p.contract_id = c.id AND c.terminated_on IS NULL AND ${planStateSql('p', 'c')} = 'agreed') AS plan
  FROM contract c WHERE c.id = $1`;

/** Refuses the signing of a renewal whose plan is not agreed on any more, or says another thing by now. */
const UNPLANNED = `
  SELECT FROM contract c JOIN contract_renewal w ON w.contract_id = c.id JOIN contract o ON o.id = c.renewal_of
  WHERE c.id = $1 AND EXISTS (SELECT FROM unnest(w.lines) AS l(id) WHERE NOT EXISTS (
    SELECT FROM continuity_plan_item i JOIN continuity_plan p ON p.id = i.plan_id
    WHERE p.contract_id = o.id AND (${planStateSql('p', 'o')} = 'agreed' OR p.state = 'carried_out') AND i.service_line_id = l.id
      AND i.kind = 'renew' AND i.starts_on = w.starts_on AND i.until = w.ends_on))`;

/** A plan that renews is carried out by another contract of the same award: what it rests on is asked again on that day. */
@Injectable()
export class Renewals implements OnModuleInit {
  constructor(
    private readonly engine: ActionEngine,
    private readonly plans: RenewalPlans,
  ) {}

  onModuleInit(): void {
    this.plans.contribute(plannedRenewal);
    this.engine.contribute(programmeSubject, {
      renewals_waiting: guard({ loadWaitingRenewals }, ({ loadWaitingRenewals: contracts }) =>
        contracts.length > 0 ? { facts: { contracts } } : null,
      ),
    });
    this.engine.contribute(contractSubject, {
      // Asked of the contract that is renewed, and of its renewal when that is signed.
      renewal_not_planned: guard({ isPlanned }, (facts) => (facts.isPlanned ? null : {})),
      renewal_not_announced: guard({ loadRenewable }, ({ loadRenewable: { contract, items } }, { today }) =>
        refuseUnannouncedRenewal(contract, items, today),
      ),
      renewal_window_departs: guard({ loadRenewable }, ({ loadRenewable: { contract, items } }) => {
        const asked = computeRenewalWindow(contract.window);
        const departs = (item: StoredItem): FieldError[] => [
          ...(item.starts_on === asked?.start ? [] : [departure(item, 'from', asked?.start)]),
          ...(item.until === asked?.end ? [] : [departure(item, 'until', asked?.end)]),
        ];
        const errors = renewing(items).flatMap(departs);
        return errors.length === 0 ? null : { errors };
      }),
      renewal_beyond_term: guard({ loadRenewable }, ({ loadRenewable: { contract, items } }, { today }) =>
        beyondTerm(contract, items, today),
      ),
      budget_not_assured: guard({ findMissingAssurance }, (facts) => facts.findMissingAssurance),
      // A contract of a service that is meant to go on is put away once its plan has come to its end. One that never had any
      // has lapsed thirty days after its end: that nobody planned is a finding (G04), and stays one.
      plan_open: guard({ loadPlanning }, ({ loadPlanning: planning }, { root }) => {
        if (findCategory(root.category ?? '')?.continuous !== true) return null;
        if (planning.open !== null) return { facts: { plan: planning.open } };
        return planning.planned || !planning.waits ? null : { facts: { plan: null } };
      }),
      // Nobody is dropped because a plan has lapsed, or was carried out before they came.
      recipients_left: guard({ findLeftLines }, ({ findLeftLines: serviceLines }, { root }) =>
        findCategory(root.category ?? '')?.continuous !== true || serviceLines.length === 0
          ? null
          : { facts: { serviceLines } },
      ),
    });
  }
}

/**
 * Contracts that an agreed plan renews with the money of the programme, and whose renewal both have not signed; at most twenty. The plan names
 * another line before, or lapses.
 */
const loadWaitingRenewals: Fact<ProgrammeRow, string[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT c.id FROM contract c JOIN continuity_plan p ON p.contract_id = c.id
     WHERE p.state = 'agreed' AND c.terminated_on IS NULL AND ${planStateSql('p', 'c')} = 'agreed'
       AND EXISTS (SELECT FROM continuity_plan_item i JOIN budget_line b ON b.id = i.budget_line_id
         WHERE i.plan_id = p.id AND i.kind = 'renew' AND b.programme_id = $1)
       AND NOT EXISTS (SELECT FROM contract s WHERE s.renewal_of = c.id AND s.state NOT IN ('draft', 'void'))
     ORDER BY c.id LIMIT 20`,
    [root.id],
  );
  return rows.map(({ id }) => id);
};

const loadRenewable: Fact<ConductedContract, Renewal> = ({ tx, root }) => loadRenewal(tx, root.id);

/** A renewal is as its plan says; a contract that is renewed has an agreed plan for it. */
const isPlanned: Fact<ConductedContract, boolean> = async (situation) => {
  const { tx, root } = situation;
  if (root.state !== 'draft') return renewing((await loadRenewable(situation)).items).length > 0;
  return root.renewal_of === null || (await tx.query(UNPLANNED, [root.id])).length === 0;
};

/** Why the money of a renewal is not assured; null where it is. */
const findMissingAssurance: Fact<ConductedContract, ProblemDetails | null> = async (situation) => {
  const { contract, items } = await loadRenewable(situation);
  const [first, ...others] = renewing(items);
  const apart = others.filter(({ budget_line_id: line }) => line !== first?.budget_line_id);
  if (apart.length > 0)
    return {
      errors: apart.map((item) => toItemFault(item, 'budgetLine', 'departs', 'One line for all', '须为同一预算明细')),
    };
  return refuseUnassuredItems(situation.tx, contract, first ? [first] : [], 'alone');
};

/** What is planned after a contract, and whether a plan may still be made. */
interface Planning {
  open: string | null;
  planned: boolean;
  waits: boolean;
}
const loadPlanning: Fact<ConductedContract, Planning> = async ({ tx, root }) => {
  const [row] = await tx.query<Planning>(
    `SELECT (SELECT p.state FROM continuity_plan p WHERE p.contract_id = c.id AND p.state IN ('proposed', 'agreed')) AS open,
       EXISTS (SELECT FROM continuity_plan p WHERE p.contract_id = c.id AND p.state IN ('carried_out', 'lapsed')) AS planned,
       business_today() <= ${planningEndSql('c')} AS waits
     FROM contract c WHERE c.id = $1`,
    [root.id],
  );
  return row ?? { open: null, planned: false, waits: false };
};

/** Lines of a contract that has ended on which somebody is left behind. */
const findLeftLines: Fact<ConductedContract, string[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT g.id FROM contract c CROSS JOIN LATERAL (SELECT x.service_line_id AS id FROM ${leftRecipientsSql('c')}) g
     WHERE c.id = $1 ORDER BY 1`,
    [root.id],
  );
  return rows.map(({ id }) => id);
};

const departure = (item: StoredItem, field: string, day: PlainDate | undefined): FieldError =>
  toItemFault(item, field, 'departs', `It is ${day ?? 'not known'}`, `应为 ${day ?? '（未知）'}`);

async function loadRenewal(tx: Tx, id: string): Promise<Renewal> {
  const [contract] = await tx.query<Renewable>(RENEWABLE, [id]);
  const plan = contract?.plan ?? null;
  return { contract: contract as Renewable, items: plan === null ? [] : await loadPlanItems(tx, plan) };
}

async function plannedRenewal(tx: Tx, id: string): Promise<PlannedRenewal | null> {
  const { contract, items } = await loadRenewal(tx, id);
  const renewed = renewing(items);
  const [item] = renewed;
  if (!item || contract.plan === null || item.until === null) return null;
  const [line] = await tx.query<{ programme: string }>(
    `SELECT programme_id AS programme FROM budget_line WHERE id = $1`,
    [item.budget_line_id],
  );
  return {
    plan: contract.plan,
    first: contract.first,
    window: { start: item.starts_on, end: item.until },
    lines: renewed.map(({ service_line_id: id }) => id),
    programme: line?.programme ?? null,
  };
}

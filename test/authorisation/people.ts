import { makeAccount, makeBody, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { COLUMNS, type Column } from './expected.js';

/** The bodies of one purchase, and as many that have nothing to do with it. */
interface Bodies {
  bureau: string;
  agent: string;
  agency: string;
  reviewers: string;
  evaluator: string;
  committee: string;
  finance: string;
  supervisor: string;
}

const SEAT_OF: Record<Column, keyof Bodies | null> = {
  bureau_officer: 'bureau',
  bureau_approver: 'bureau',
  procurement_agent: 'agent',
  agency_manager: 'agency',
  agency_worker: 'agency',
  panel_member: 'reviewers',
  evaluator: 'evaluator',
  community_worker: 'committee',
  finance_authority: 'finance',
  supervisor: 'supervisor',
  integrator: 'bureau',
  admin: null,
  system_admin: null,
  auditor: null,
};

async function makeBodies(app: TestApp, place: string, above: string): Promise<Bodies> {
  const body = (kind: string, region = place, code?: string) =>
    makeBody(app, { kind, region, ...(code !== undefined && { creditCode: code }) });
  return {
    bureau: await makeBody(app, {
      kind: 'bureau',
      region: place,
      creditCode: creditCode('11'),
      budgetLevel: 'municipal',
    }),
    agent: await body('agent'),
    agency: await body('agency', place, creditCode()),
    reviewers: await body('other'),
    evaluator: await body('evaluator'),
    committee: await body('community_committee'),
    finance: await body('finance_authority', above),
    supervisor: await body('supervisor', above),
  };
}

async function makePeople(app: TestApp, bodies: Bodies): Promise<Record<Column, TestAccount>> {
  const people: [Column, TestAccount][] = [];
  for (const role of COLUMNS) {
    const seat = SEAT_OF[role];
    people.push([role, await makeAccount(app, { role, organisation: seat === null ? null : bodies[seat] })]);
  }
  return Object.fromEntries(people) as Record<Column, TestAccount>;
}

export interface People {
  bodies: Bodies;
  others: Bodies;
  /** With the tie of their role to every resource of `Resources`. */
  tied: Record<Column, TestAccount>;
  /** The same roles in bodies of another district, under authorities of that district. */
  other: Record<Column, TestAccount>;
}

export async function makeEverybody(app: TestApp): Promise<People> {
  const bodies = await makeBodies(app, '990203', '990200');
  const others = await makeBodies(app, '990204', '990204');
  return { bodies, others, tied: await makePeople(app, bodies), other: await makePeople(app, others) };
}

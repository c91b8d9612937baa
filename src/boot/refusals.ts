import { declareRefusals } from '../kernel/errors/codes.js';
import type { Catalogue, CodesOf } from '../kernel/errors/refusal.js';
import law from '../law/refusals.json' with { type: 'json' };
import accounts from '../people/accounts/refusals.json' with { type: 'json' };
import organisations from '../people/organisations/refusals.json' with { type: 'json' };
import personalData from '../people/personal-data/refusals.json' with { type: 'json' };
import communities from '../people/communities/refusals.json' with { type: 'json' };
import programmes from '../purchase/programmes/refusals.json' with { type: 'json' };
import tenders from '../purchase/tenders/refusals.json' with { type: 'json' };
import bids from '../purchase/bids/refusals.json' with { type: 'json' };
import reviews from '../purchase/reviews/refusals.json' with { type: 'json' };
import awards from '../purchase/awards/refusals.json' with { type: 'json' };
import contracts from '../purchase/contracts/refusals.json' with { type: 'json' };
import delivery from '../care/delivery/refusals.json' with { type: 'json' };
import surveys from '../care/surveys/refusals.json' with { type: 'json' };
import acceptance from '../care/acceptance/refusals.json' with { type: 'json' };
import evaluations from '../care/evaluations/refusals.json' with { type: 'json' };
import payments from '../care/payments/refusals.json' with { type: 'json' };
import continuity from '../care/continuity/refusals.json' with { type: 'json' };
import watch from '../watch/refusals.json' with { type: 'json' };
import notifications from '../desk/notifications/refusals.json' with { type: 'json' };
import opendata from '../opendata/refusals.json' with { type: 'json' };
import imports from '../imports/refusals.json' with { type: 'json' };

/** The refusals of every room; `openapi/problems.md` is made of them. */
const CATALOGUES = [
  law, // Planning by the law
  organisations, // Bodies that a decision bars
  accounts, // Accounts, sessions, keys and registrations
  personalData, // Copies and erasure of data about people
  communities, // Needs and service lines
  programmes, // Programmes and their budget lines
  tenders, // Tenders: drafts, facts, corrections, ends
  bids, // Bids and their opening
  reviews, // Panels, scores, reports and awards
  awards, // Challenges, complaints and what they halt
  contracts, // Contracts that go on here with actions
  delivery, // What is done under a contract: recipients, records of service, milestones, reports and visits
  surveys, // Questions to recipients
  acceptance, // Rounds of acceptance of a contract
  evaluations, // Schemes, evaluations, meetings and ratings
  payments, // What a contract is paid by: instalments and invoices
  continuity, // What comes next: continuity plans, handovers, the end of service lines
  watch, // Work on flags
  notifications, // Searches that people keep
  opendata, // Open data that is not set up
  imports, // Files that are imported
] as const satisfies readonly Catalogue[];

declare module '../kernel/errors/codes.js' {
  interface RefusalCodes {
    rooms: CodesOf<(typeof CATALOGUES)[number]>;
  }
}

for (const catalogue of CATALOGUES) declareRefusals(catalogue);

export { PROBLEMS, type ProblemCode } from '../kernel/errors/codes.js';

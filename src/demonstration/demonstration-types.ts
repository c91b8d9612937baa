import type { Text } from '../kernel/errors/texts.js';
import type { Grade } from '../care/evaluations/grades/grade.rules.js';
import type { SchemeDimension } from '../care/evaluations/schemes/scheme.rules.js';
import type { CalendarTemplate } from '../purchase/programmes/calendar-template.js';
import type { CategoryCode, ServiceForm, TargetGroupCode } from '../law/code-lists/code-lists.js';
import type { PaymentShare, Standard } from '../purchase/tenders/conducted/terms/terms-types.js';
import type {
  ContractFactKind,
  FactSource,
  GivenFact,
  NewRecordedTender,
  PartialDate,
  TenderFactKind,
  Yuan,
} from '../purchase/tenders/recording/fact-types.js';

/**
 * A demonstration dataset as data: roots with fixed ids, purchases as the commands that record them. It is loaded in the
 * order organisations, communities, service lines, needs, programmes, purchases, and last the facts of the contracts,
 * because a handover names the contract that comes after.
 */
export interface DemoDataset {
  dataset: 'study' | 'fiction' | 'live';
  /** Said wherever the dataset is listed. */
  label: Text;
  organisations: readonly DemoOrganisation[];
  communities: readonly DemoCommunity[];
  serviceLines: readonly DemoServiceLine[];
  needs: readonly DemoNeed[];
  programmes: readonly DemoProgramme[];
  purchases: readonly DemoPurchase[];
  /** What was done under contracts, which are taken over for it; last of all. */
  practice: readonly DemoPractice[];
  /** By what services are evaluated. */
  schemes: readonly DemoScheme[];
}

/** An invented person; `key` stands for the identity number that a real register would hold. */
export interface DemoPerson {
  key: string;
  name: string;
}

export interface DemoOrganisation {
  id: string;
  key: string;
  kind: 'bureau' | 'agency' | 'enterprise' | 'evaluator';
  name: string;
  region: string;
  categories: readonly CategoryCode[];
  /** Of its full-time staff, who is licensed; absent: not known. */
  staff?: { licensed: number; fullTime: number };
  /** True: persons and holdings are a complete statement. False: nothing is known of them. */
  relationsKnown: boolean;
  heads: readonly DemoPerson[];
  founders: readonly DemoPerson[];
  /** Ids of organisations in which this one holds control directly. */
  holds: readonly string[];
}

export interface DemoCommunity {
  id: string;
  key: string;
  name: string;
  region: string;
  kind: 'urban' | 'rural' | null;
  households: number | null;
  residents60: number | null;
  /** The body that moderates what its residents suggest. */
  committeeId?: string;
}

export interface DemoServiceLine {
  id: string;
  key: string;
  name: string;
  communities: readonly string[];
  region: string;
  category: CategoryCode;
  targetGroup: TargetGroupCode;
  responsible: string;
  since: string;
  until: string | null;
  knownUntil: string | null;
  /** Repeated in the limitation of every assessment on the line; null where nothing is assumed. */
  assumption: Text | null;
}

export interface DemoNeed {
  id: string;
  key: string;
  title: string;
  description: string;
  category: CategoryCode;
  targetGroup: TargetGroupCode;
  headcount: number;
  evidence: string;
  community: string;
  serviceLine: string;
  recordedOn: PartialDate;
  source: FactSource;
  /** Whether somebody has looked, and the programme in which it stands then. */
  verifiedOn?: string;
  programme?: string;
}

export interface DemoProgramme {
  id: string;
  key: string;
  buyer: string;
  name: string;
  year: number;
  region: string;
  budgetLevel: 'provincial' | 'below_provincial';
  calendar: CalendarTemplate;
  budgetLines: readonly {
    id: string;
    name: string;
    category: CategoryCode | null;
    amount: Yuan;
    sourceOfFunds: string;
    useBy: PartialDate | null;
    note: string | null;
  }[];
  source: FactSource;
}

export interface DemoPurchase {
  key: string;
  id: string;
  tender: NewRecordedTender;
  facts: readonly GivenFact<TenderFactKind>[];
  /** One entry for each contract that `facts` prove. */
  contracts: readonly DemoContract[];
}
export interface DemoContract {
  id: string;
  lot: number;
  facts: readonly GivenFact<ContractFactKind>[];
}

/** What a contract promised, and what its records say. */
export interface DemoPractice {
  contract: string;
  standards: readonly Standard[];
  recipients: readonly DemoRecipient[];
  records: readonly DemoRecord[];
  survey: DemoSurvey | null;
  /** Instalments that are scheduled; empty: the contract has no schedule. */
  payments: readonly PaymentShare[];
  acceptance: DemoAcceptance | null;
  evaluation: DemoEvaluation | null;
}
export interface DemoRecipient {
  id: string;
  serviceLine: string;
  community: string;
  no: number;
  name: string;
  since: string;
}
export interface DemoRecord {
  id: string;
  servedOn: string;
  form: ServiceForm;
  content: string | null;
  minutes: number;
  recipients: readonly string[];
  participants: number | null;
  withinContract: boolean;
  /** Absent: on the evening of the day itself. */
  recordedOn?: string;
}
/** A survey of one question and one community that is over: everybody was asked, these answered. */
export interface DemoSurvey {
  id: string;
  runner: string;
  title: string;
  question: string;
  opensOn: string;
  closesOn: string;
  community: string;
  frame: readonly string[];
  answers: readonly boolean[];
}

/** A round of acceptance that was passed and published; a fact of the contract says the same. */
interface DemoAcceptance {
  id: string;
  concludedOn: string;
  publishedOn: string;
  /** How many recipients took part. */
  heard: number;
}
export interface DemoScheme {
  id: string;
  key: string;
  owner: string;
  name: string;
  category: CategoryCode | null;
  dimensions: readonly SchemeDimension[];
}
/** An evaluation that was published; a fact of the contract says its total. */
export interface DemoEvaluation {
  id: string;
  scheme: string;
  kind: 'midterm' | 'final';
  evaluator: string;
  publishedOn: string;
  total: string;
  grade: Grade;
  /** Points in hundredths, by the leaf's code. */
  scores: readonly { leaf: string; points: number; evidence: readonly { kind: 'record' | 'survey'; id: string }[] }[];
}

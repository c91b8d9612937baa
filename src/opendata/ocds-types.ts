/** What the standard's release says, as far as it is said here; whatever is not known is left out. */
export interface Value {
  amount: number;
  currency: 'CNY';
}
export interface Period {
  startDate?: string;
  endDate?: string;
}
export interface BodyReference {
  id: string;
  name: string;
}
export interface OcdsParty extends BodyReference {
  identifier: { scheme?: string; id: string; legalName: string };
  roles: string[];
}
export interface OcdsDocument {
  id: string;
  documentType?: string;
  title: string;
  url?: string;
  datePublished?: string;
  language: 'zh';
}
export interface OcdsMilestone {
  id: string;
  title?: string;
  type: 'delivery' | 'assessment';
  dueDate?: string;
  dateMet?: string;
  status?: string;
}
export interface OcdsBid {
  id: string;
  date?: string;
  status?: string;
  tenderers?: BodyReference[];
  value?: Value;
  relatedLots: string[];
}
export interface OcdsAward {
  id: string;
  status: string;
  date?: string;
  value?: Value;
  suppliers?: BodyReference[];
  relatedLots?: string[];
}
export interface OcdsTransaction {
  id: string;
  date?: string;
  value?: Value;
  payer?: BodyReference;
  payee?: BodyReference;
}
export interface OcdsContract {
  id: string;
  awardID: string;
  title: string;
  description?: string;
  status: string;
  period?: Period;
  value?: Value;
  dateSigned?: string;
  amendments?: { id: string; date?: string; description: string }[];
  implementation?: { transactions?: OcdsTransaction[]; milestones?: OcdsMilestone[] };
}
export interface OcdsLot {
  id: string;
  title?: string;
  description?: string;
  status?: string;
  value?: Value;
  contractPeriod?: Period;
}
export interface OcdsItem {
  id: string;
  description: string;
  classification?: { scheme: string; id: string; description: string };
  relatedLot: string;
}
export interface OcdsEnquiry {
  id: string;
  date?: string;
  description?: string;
  answer?: string;
  dateAnswered?: string;
}
export interface OcdsTender {
  id: string;
  title: string;
  description?: string;
  status?: string;
  procuringEntity?: BodyReference;
  value?: Value;
  procurementMethod?: string;
  procurementMethodDetails?: string;
  mainProcurementCategory: 'services';
  tenderPeriod?: Period;
  contractPeriod?: Period;
  numberOfTenderers?: number;
  tenderers?: BodyReference[];
  lots: OcdsLot[];
  items: OcdsItem[];
  documents?: OcdsDocument[];
  enquiries?: OcdsEnquiry[];
  amendments?: { id: string; date?: string }[];
}
interface OcdsPlanning {
  budget?: { amount?: Value; project?: string };
  documents?: OcdsDocument[];
}
export interface OcdsRelease {
  ocid: string;
  id: string;
  date: string;
  tag: string[];
  initiationType: 'tender';
  language: 'zh';
  parties?: OcdsParty[];
  buyer?: BodyReference;
  planning?: OcdsPlanning;
  tender: OcdsTender;
  bids?: { details: OcdsBid[] };
  awards?: OcdsAward[];
  contracts?: OcdsContract[];
}

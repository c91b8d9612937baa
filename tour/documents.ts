import { REGION, type Cast } from './cast.js';
import type { Root, Stage } from './stage.js';

/** A purchase that is conducted here, as far as a step looks at it. */
export interface Drafted extends Root {
  here: {
    findings: { indicator: string; state: string; severity: string }[];
    methodApproval: { state: string } | null;
  };
  lots: { id: string; no: number; own: string[] }[];
}
interface Days {
  heldOn: string;
  issueOn: string;
  noticeTo: string;
  documentsTo: string;
  deadlineAt: string;
}

/** By what bids are scored where the documents say nothing else: price, plan, licensed workers. */
const CRITERIA = [
  { no: 1, name: '报价', kind: 'price', points: '20' },
  { no: 2, name: '服务方案', kind: 'professional', points: '50', levels: '优 50 分，良 35 分，一般 20 分' },
  { no: 3, name: '持证社会工作者', kind: 'professional', points: '30', levels: '每名 6 分，最高 30 分' },
];

/** The documents of a consultation, drafted by the officer with an agent and with what residents said of it, and submitted. */
export async function draftDocuments(
  { officer, bureau, agentBody }: Cast,
  given: { tender: object; terms: object; days: Days; opinion: { participants: number; summary: string } },
): Promise<Drafted> {
  const { heldOn, issueOn, noticeTo, documentsTo, deadlineAt } = given.days;
  const { id } = await officer.post<Drafted>('tenders', {
    conducted: 'here',
    buyer: bureau,
    method: 'COMPETITIVE_CONSULTATION',
    category: 'ELDERLY_HOME_CARE',
    region: REGION,
    budgetLevel: 'below_provincial',
    ...given.tender,
  });
  const tender = `tenders/${id}`;
  const common = { qualifications: ['依法登记的社会组织或企业'], negativeList: 'none' };
  await officer.change('PATCH', tender, 'terms', { ...common, ...given.terms });
  await officer.change('PUT', tender, 'criteria', { criteria: CRITERIA });
  await officer.change('PATCH', tender, 'plan', { issueOn, documentsTo, noticeTo, deadlineAt });
  await officer.change('POST', tender, 'opinions', { kind: 'public', heldOn, ...given.opinion });
  await officer.change('PUT', tender, 'mandate', { agent: agentBody });
  return officer.act<Drafted>(tender, 'submit');
}

/** Approved by another than who drafted it, with a reason for each finding of a risk. */
export async function approveDocuments({ say }: Stage, { approver }: Cast, tender: string): Promise<void> {
  const { here } = await approver.get<Drafted>(tender);
  const findings = here.findings
    .filter((f) => f.state === 'triggered' && f.severity !== 'notice')
    .map(({ indicator }) => ({ indicator, reason: '虚构：已知悉，服务线自上一年起空档，本次补上' }));
  const approved = await approver.act(tender, 'approve', { findings });
  const reasons = findings.map((f) => f.indicator).join(', ') || 'none';
  say('approver', `gives a reason for each finding (${reasons}) and approves: ${approved.state}`);
}

/** Issued by the agent, who records where the notice stands. */
export async function issueDocuments(
  stage: Stage,
  { officer, agent }: Cast,
  tender: string,
  { issueOn }: Days,
): Promise<Drafted> {
  await officer.act(tender, 'publish-intent');
  await stage.moveTo(`${issueOn}T09:00:00+08:00`);
  const issued = await agent.act<Drafted>(tender, 'issue', { reason: '虚构：老人周末无人照看，不宜再等三十日' });
  stage.say('agent', `issues notice and documents: ${issued.state}`);
  const text = await agent.get<string>(`${tender}/notices/tender/text`);
  await agent.post(`${tender}/notices`, {
    kind: 'tender',
    url: 'https://example.org/notices/tour',
    publishedOn: issueOn,
    reference: '虚构-1',
  });
  stage.say('agent', `takes the notice as text (${text.length} characters) and records where it stands`);
  return issued;
}

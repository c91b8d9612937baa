import { STUDY_CALENDAR } from '../src/purchase/programmes/calendar-template.js';
import type { Cast } from './cast.js';
import { REGION } from './cast.js';
import type { Root, Stage } from './stage.js';

interface Previewed {
  assessments: { indicator: string; state: string; value: string | null; threshold: string | null }[];
  suggestions: { change: string; to: string }[];
}
interface Drafted extends Root {
  here: {
    findings: { indicator: string; state: string; severity: string }[];
    methodApproval: { state: string } | null;
  };
  lots: { id: string; no: number }[];
}

/** What the purchase is called by those who go on with it. */
export interface Issued {
  tender: string;
  lot: string;
  line: string;
  community: string;
  programme: string;
}

/** The days of a purchase, and how long its service was first thought to last. */
export const DAYS = {
  year: 2025,
  heldOn: '2025-10-20',
  issueOn: '2025-11-10',
  noticeTo: '2025-11-13',
  documentsTo: '2025-11-17',
  deadlineAt: '2025-11-21T09:30:00+08:00',
  askedAt: '2025-11-12T10:00:00+08:00',
  window: { start: '2026-01-01', end: '2026-12-31' },
  tooShort: '2026-05-31',
};
/** The same a year earlier, weekday by weekday, for the window of the study. */
export const A_YEAR_EARLIER: typeof DAYS = {
  year: 2024,
  heldOn: '2024-10-21',
  issueOn: '2024-11-11',
  noticeTo: '2024-11-14',
  documentsTo: '2024-11-18',
  deadlineAt: '2024-11-22T09:30:00+08:00',
  askedAt: '2024-11-13T10:00:00+08:00',
  window: { start: '2025-01-01', end: '2025-05-31' },
  tooShort: '2025-05-31',
};

const CATEGORY = { category: 'ELDERLY_HOME_CARE', targetGroup: 'ELDERLY' };

/** From what a resident says to documents that agencies may answer. */
export async function toTheTender(stage: Stage, cast: Cast, days = DAYS): Promise<Issued> {
  const { say } = stage;
  const { officer, approver, agent, communityWorker, finance, resident, agencies } = cast;
  const community = await officer.post('communities', {
    name: '【虚构】清泉社区',
    region: REGION,
    kind: 'urban',
    households: 2100,
    residents60: 460,
    committee: cast.committee,
  });
  const { id: line } = await officer.post('service-lines', {
    name: '【虚构】清泉社区居家养老',
    ...CATEGORY,
    region: REGION,
    since: '2024-01-01',
    communities: [community.id],
  });
  const suggested = await resident.post('needs/suggestions', {
    community: community.id,
    title: '周末也有人上门',
    description: '独居老人周末没有人照看。',
    ...CATEGORY,
  });
  say('resident', `suggests a need, without an account: ${suggested.state}`);
  const need = `needs/${suggested.id}`;
  await communityWorker.act(need, 'accept');
  await communityWorker.change('PATCH', need, '', {
    serviceLine: line,
    headcount: 38,
    evidence: '虚构：网格员入户登记',
  });
  const verified = await officer.act(need, 'verify');
  say('community, officer', `record and verify it: ${verified.state}`);

  const programme = await officer.post('programmes', {
    name: `【虚构】K区${days.year}年度政府购买服务计划（${days.year + 1}年实施）`,
    year: days.year,
    region: REGION,
    budgetLevel: 'below_provincial',
    state: 'draft',
    calendar: STUDY_CALENDAR,
    source: { kind: 'statement', reference: '虚构' },
  });
  const plan = `programmes/${programme.id}`;
  await officer.change('POST', plan, 'budget-lines', {
    name: '居家养老服务经费',
    category: CATEGORY.category,
    amount: '500000.00',
    sourceOfFunds: '虚构：省级福彩公益金',
    useBy: '2027-03-31',
  });
  const planned = await approver.act(plan, 'approve', { reason: '虚构：预算已批复' });
  await officer.act(need, 'plan', { programme: programme.id });
  say('officer, approver', `the year’s programme with a budget line of 500000.00 yuan: ${planned.state}`);
  return drafted();

  async function drafted(): Promise<Issued> {
    const preview = (end: string): Promise<Previewed> =>
      officer.post<Previewed>('risk/previews', {
        tender: {
          method: 'COMPETITIVE_CONSULTATION',
          category: CATEGORY.category,
          plannedIssue: days.issueOn,
          window: { ...days.window, end },
          lots: [{ ceiling: '480000.00', pricing: 'competitive' }],
          budgetLevel: 'below_provincial',
          serviceLines: [line],
        },
      });
    const short = await preview(days.tooShort);
    const w01 = short.assessments.find((a) => a.indicator === 'W01');
    say('officer', `previews a window to 31 May: ${w01?.value} effective working days, W01 ${w01?.state}`);
    const long = await preview(days.window.end);
    const cleared = long.assessments.find((a) => a.indicator === 'W01');
    say('officer', `plans the whole year instead: ${cleared?.value} days, W01 ${cleared?.state}`);
    const made = await officer.post<Drafted>('tenders', {
      conducted: 'here',
      buyer: cast.bureau,
      programme: programme.id,
      title: `【虚构】K区清泉社区居家养老服务项目（${days.year + 1}年）`,
      method: 'COMPETITIVE_CONSULTATION',
      category: CATEGORY.category,
      region: REGION,
      budgetLevel: 'below_provincial',
      serviceLines: [line],
      window: days.window,
      lots: [{ no: 1, name: '第一包', ceiling: '480000.00', pricing: 'competitive' }],
    });
    const tender = `tenders/${made.id}`;
    await officer.change('PATCH', tender, 'terms', {
      requirement: '为辖区内失能、独居老人提供居家养老服务，含周末。',
      standards: [{ no: 1, text: '上门服务', target: 9600, unit: '人次', measure: { of: 'visits', form: 'visit' } }],
      qualifications: ['依法登记的社会组织或企业'],
      negativeList: 'none',
      performanceBond: 500,
      payments: [
        { no: 1, trigger: 'signing', share: 3000 },
        { no: 2, trigger: 'report', share: 4000 },
        { no: 3, trigger: 'acceptance', share: 3000 },
      ],
    });
    await officer.change('PUT', tender, 'criteria', {
      criteria: [
        { no: 1, name: '报价', kind: 'price', points: '20' },
        { no: 2, name: '服务方案', kind: 'professional', points: '50', levels: '优 50 分，良 35 分，一般 20 分' },
        { no: 3, name: '持证社会工作者', kind: 'professional', points: '30', levels: '每名 6 分，最高 30 分' },
      ],
    });
    await officer.change('PATCH', tender, 'plan', {
      issueOn: days.issueOn,
      documentsTo: days.documentsTo,
      noticeTo: days.noticeTo,
      deadlineAt: days.deadlineAt,
    });
    await officer.change('POST', tender, 'opinions', {
      kind: 'public',
      heldOn: days.heldOn,
      participants: 41,
      summary: '虚构：居民座谈会，赞成延长服务时间。',
    });
    await officer.change('PUT', tender, 'mandate', { agent: cast.agentBody });
    await officer.act(tender, 'submit');
    const { here } = await approver.get<Drafted>(tender);
    const findings = here.findings
      .filter((f) => f.state === 'triggered' && f.severity !== 'notice')
      .map(({ indicator }) => ({ indicator, reason: '虚构：已知悉，服务线自上一年起空档，本次补上' }));
    const approved = await approver.act(tender, 'approve', { findings });
    const reasons = findings.map((f) => f.indicator).join(', ') || 'none';
    say('approver', `gives a reason for each finding (${reasons}) and approves: ${approved.state}`);
    await officer.act(tender, 'request-method-approval', { reason: '虚构：服务内容不能事先详细规定' });
    const granted = await finance.act<Drafted>(tender, 'grant-method-approval');
    say(
      'finance authority',
      `the method, above the threshold of 400000.00 yuan: ${granted.here.methodApproval?.state}`,
    );
    await officer.act(tender, 'publish-intent');
    await stage.moveTo(`${days.issueOn}T09:00:00+08:00`);
    const issued = await agent.act<Drafted>(tender, 'issue', { reason: '虚构：老人周末无人照看，不宜再等三十日' });
    say('agent', `issues notice and documents: ${issued.state}`);
    const text = await agent.get<string>(`${tender}/notices/tender/text`);
    await agent.post(`${tender}/notices`, {
      kind: 'tender',
      url: 'https://example.org/notices/tour',
      publishedOn: days.issueOn,
      reference: '虚构-1',
    });
    say('agent', `takes the notice as text (${text.length} characters) and records where it stands`);
    const [first] = agencies;
    await stage.moveTo(days.askedAt);
    const asked = await first?.manager.post<{ items: { id: string }[] }>(`${tender}/clarifications`, {
      question: '服务时间是否含周末？',
    });
    await agent.post(`${tender}/clarifications/${asked?.items[0]?.id}/answer`, {
      answer: '含周末，每日八时至十八时。',
      affectsPreparation: false,
    });
    say('agency, agent', 'a question, answered to everybody');
    return { tender: made.id, lot: issued.lots[0]?.id ?? '', line, community: community.id, programme: programme.id };
  }
}

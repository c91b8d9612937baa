import { checkCharacter } from '../src/kernel/identity/credit-code.js';
import { Person, signIn, type Root, type Stage } from './stage.js';

/** The invented county of the tour. */
export const REGION = '990203';
const CITY = '990200';

/** A credit code of an invented body. */
const creditCode = (prefix: string, no: number): string => {
  const first = `${prefix}${REGION}MJ${String(no).padStart(7, '0')}`;
  return `${first}${checkCharacter(first) ?? ''}`;
};

export interface Agency {
  body: string;
  name: string;
  manager: Person;
}

/** Everybody who acts. All of them are invented. */
export interface Cast {
  resident: Person;
  admin: Person;
  officer: Person;
  approver: Person;
  agent: Person;
  communityWorker: Person;
  finance: Person;
  auditor: Person;
  supervisor: Person;
  evaluator: Person;
  integrator: Person;
  evaluation: string;
  panel: { person: Person; user: string; kind: string }[];
  agencies: Agency[];
  bureau: string;
  agentBody: string;
  committee: string;
}

interface Joined {
  person: Person;
  user: string;
}

interface MadeUser extends Root {
  setupCode: string;
}

/** An account with one seat, whose holder sets a password and signs in. */
export async function joined(
  url: string,
  giver: Person,
  name: string,
  login: string,
  role: string,
  organisation: string,
): Promise<Joined> {
  const made = await giver.post<MadeUser>('users', { login, name, seats: [{ organisation, role }] });
  return { person: await signIn(url, name, login, made.setupCode), user: made.id };
}

/** Accounts of one new body: each is made by another administrator before anybody there signs in. */
async function joinTogether(
  url: string,
  admins: readonly Person[],
  organisation: string,
  people: readonly (readonly [name: string, login: string, role: string])[],
): Promise<Joined[]> {
  const made: MadeUser[] = [];
  for (const [i, [name, login, role]] of people.entries())
    made.push(await (admins[i] as Person).post<MadeUser>('users', { login, name, seats: [{ organisation, role }] }));
  const signedIn: Joined[] = [];
  for (const [i, [name, login]] of people.entries()) {
    const { id: user, setupCode } = made[i] as MadeUser;
    signedIn.push({ person: await signIn(url, name, login, setupCode), user });
  }
  return signedIn;
}

/** Administrators make bodies and people; agencies register themselves. */
export async function gather(stage: Stage): Promise<Cast> {
  const { url, say } = stage;
  const admins: Person[] = [];
  for (const { login, setupCode } of stage.admins)
    admins.push(await signIn(url, '【虚构】安全管理员', login, setupCode));
  const [admin] = admins as [Person];
  const systemAdmin = await signIn(url, '【虚构】系统管理员', stage.systemAdmin.login, stage.systemAdmin.setupCode);
  const body = async (name: string, kind: string, region = REGION, code?: string): Promise<string> =>
    (await admin.post('organisations', { name, kind, region, ...(code && { creditCode: code }) })).id;
  // Whoever is shown the code of an account is one hand with it, in steps of two: those who meet there are made by different ones.
  const person = async (name: string, login: string, role: string, organisation: string, by = 0) =>
    (await joined(url, admins[by] as Person, name, login, role, organisation)).person;

  const bureau = await body('【虚构】K区民政局', 'bureau', REGION, creditCode('11', 1));
  const agentBody = await body('【虚构】K区采购代理有限公司', 'agent', REGION, creditCode('91', 2));
  const committee = await body('【虚构】清泉社区居民委员会', 'community_committee');
  const authority = await body('【虚构】B市财政局', 'finance_authority', CITY);
  const audit = await body('【虚构】B市审计局', 'supervisor', CITY);
  const evaluation = await body('【虚构】第三方评估中心', 'evaluator', REGION, creditCode('52', 3));
  const experts = await body('【虚构】评审专家库', 'individual_provider', CITY);
  const [officer, approver, integrator] = (await joinTogether(url, admins, bureau, [
    ['【虚构】民政局经办人', 'tour.officer', 'bureau_officer'],
    ['【虚构】民政局审批人', 'tour.approver', 'bureau_approver'],
    ['【虚构】系统集成方', 'tour.integrator', 'integrator'],
  ])) as [Joined, Joined, Joined];
  const cast: Cast = {
    resident: new Person(url, '【虚构】居民'),
    admin,
    officer: officer.person,
    approver: approver.person,
    agent: await person('【虚构】采购代理人', 'tour.agent', 'procurement_agent', agentBody),
    communityWorker: await person('【虚构】社区工作者', 'tour.community', 'community_worker', committee),
    finance: await person('【虚构】财政局经办人', 'tour.finance', 'finance_authority', authority, 1),
    auditor: await signIn(url, '【虚构】审计管理员', stage.auditor.login, stage.auditor.setupCode),
    supervisor: await person('【虚构】审计监督员', 'tour.supervisor', 'supervisor', audit, 2),
    evaluator: await person('【虚构】评估人员', 'tour.evaluator', 'evaluator', evaluation, 2),
    integrator: integrator.person,
    panel: [],
    agencies: [],
    bureau,
    evaluation,
    agentBody,
    committee,
  };
  const reviewers = [1, 2, 3].map((no) => [`【虚构】评审人员${no}`, `tour.panel${no}`, 'panel_member'] as const);
  const kinds = ['expert', 'expert', 'buyer_representative'];
  for (const [i, member] of (await joinTogether(url, admins, experts, reviewers)).entries())
    cast.panel.push({ ...member, kind: kinds[i] as string });
  say('administrator', 'makes a bureau, an agent, a community, authorities, an evaluator and a panel; each signs in');
  for (const { user: expert } of cast.panel.filter(({ kind }) => kind === 'expert'))
    await cast.finance.post('experts', { organisation: authority, user: expert, fields: ['ELDERLY_HOME_CARE'] });
  say('finance authority', 'takes the experts of the panel into its pool, from which they are drawn');
  for (const [i, name] of ['【虚构】甲社工服务中心', '【虚构】乙社工服务中心', '【虚构】丙社工服务中心'].entries())
    cast.agencies.push(await registered(stage, admin, name, i + 1));
  say('agencies', 'three apply with their credit codes, the administrator confirms them');
  await systemAdmin.post('thresholds', {
    region: REGION,
    level: 'below_provincial',
    object: 'services',
    amount: '400000.00',
    effectiveFrom: '2024-01-01',
    source: '虚构：N省集中采购目录及标准',
    confidence: 'POLICY',
  });
  say('system administrator', 'states the limit of open tendering of the place, with its source');
  return cast;
}

/** An agency applies for its account; an administrator confirms it, and its claim code shows the agency the setup code. */
async function registered({ url }: Stage, admin: Person, name: string, no: number): Promise<Agency> {
  const login = `tour.agency${no}`;
  const applicant = new Person(url, name);
  const { id, claimCode } = await applicant.post<Root & { claimCode: string }>('registrations', {
    agencyName: name,
    creditCode: creditCode('52', 10 + no),
    region: REGION,
    contactName: '虚构联系人',
    phone: '010-00000000',
    login,
  });
  const confirmed = await admin.act<{ organisation: string }>(`registrations/${id}`, 'confirm');
  const { setupCode } = await applicant.post<{ setupCode: string }>('registrations/claims/setup-code', { claimCode });
  return {
    body: confirmed.organisation,
    name,
    manager: await signIn(url, `${name}负责人`, login, setupCode),
  };
}

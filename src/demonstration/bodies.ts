import { checkCharacter } from '../kernel/identity/credit-code.js';
import { demoId } from './demo-id.js';

/** First two places of a credit code: organs of the state, social organisations of civil affairs. */
const ORGAN = '11';
const SOCIAL = '52';

/** A code that holds to GB 32100 and belongs to nobody: its region is outside GB/T 2260. */
function inventCreditCode(registration: string, no: number): string {
  const code = `${registration}990000DEM0${String(no).padStart(5, '0')}`;
  return `${code}${checkCharacter(code) ?? ''}`;
}

const body = (no: number, key: string, name: string, kind: string, region: string, registration: string) => ({
  id: demoId('live', key),
  name: `${name}（演示）`,
  kind,
  region,
  creditCode: inventCreditCode(registration, no),
});

/**
 * Invented bodies in which the accounts of a demonstration sit. Supervisor and finance authority see every region
 * (`000000`: the country).
 */
export const DEMONSTRATION_BODIES = {
  administration: body(1, 'administration', '系统管理', 'bureau', '990000', ORGAN),
  bureau: body(2, 'bureau', 'B市民政局', 'bureau', '990200', ORGAN),
  supervisor: body(3, 'supervisor', '审计监督机关', 'supervisor', '000000', ORGAN),
  finance: body(4, 'finance', '财政部门', 'finance_authority', '000000', ORGAN),
  agent: body(5, 'agent', '采购代理机构', 'agent', '990200', '91'),
  agency: body(6, 'agency', '社会工作服务中心', 'agency', '990200', SOCIAL),
  evaluator: body(7, 'evaluator', '社会服务评估中心', 'evaluator', '990200', SOCIAL),
  committee: body(8, 'committee', '社区居民委员会', 'community_committee', '990200', '54'),
  experts: body(9, 'experts', '评审专家所在单位', 'enterprise', '990200', '91'),
} as const;

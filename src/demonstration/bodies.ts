import { demoId } from './demo-id.js';

const body = (key: string, name: string, kind: string, region: string) => ({
  id: demoId('live', key),
  name,
  kind,
  region,
});

/** Invented bodies in which the accounts of a demonstration sit. The last two see every region (`000000`: the country). */
export const DEMONSTRATION_BODIES = {
  administration: body('administration', '系统管理（演示）', 'bureau', '990000'),
  bureau: body('bureau', 'B市民政局（演示）', 'bureau', '990200'),
  supervisor: body('supervisor', '审计监督机关（演示）', 'supervisor', '000000'),
  finance: body('finance', '财政部门（演示）', 'finance_authority', '000000'),
} as const;

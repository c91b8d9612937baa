import { Problem } from '../../../kernel/errors/problem.js';
import type { Text } from '../../../kernel/errors/texts.js';
import faults from './workbook-faults.json' with { type: 'json' };

type WorkbookFault = keyof typeof faults;
const FAULTS = faults as Readonly<
  Record<WorkbookFault, { code: 'unsupported_media_type' | 'unreadable_file' | 'payload_too_large'; detail: Text }>
>;

/** Why a workbook is not read at all. */
export const createWorkbookProblem = (fault: WorkbookFault): Problem =>
  new Problem(FAULTS[fault].code, { detail: FAULTS[fault].detail });

import type { TaskDetail } from './told/task-titles.js';
import type { TaskActionDto, TaskKind } from './tasks.dto.js';
import actions from './task-actions.json' with { type: 'json' };

const ADDRESSES: Readonly<Record<TaskKind, string | null>> = actions;

interface Addressed {
  kind: TaskKind;
  id: string;
  title: TaskDetail | null;
  subject_id: string;
  /** Id of what it is a part of, where its address says so. */
  whole: string | null;
  overdue: boolean;
}

/** The address at which the step of a task is taken; null where no single one ends it. */
export function getTaskAction(task: Addressed): TaskActionDto | null {
  const address = findTaskAddress(task);
  const { step = null, late = false } = task.title ?? {};
  if (address === null || (step === null && address.includes('{step}')) || (late && !task.overdue)) return null;
  const { id, subject_id: subject, whole } = task;
  const named = address
    .replace('{id}', id)
    .replace('{subject}', subject)
    .replace('{whole}', whole ?? '')
    .replace('{step}', step ?? '');
  return addressStep(`/api/v1/${named}`);
}

/** An object itself is changed; whatever stands below one is an action or a new part of it. */
const CHANGED_ITSELF = /^\/api\/v1\/needs\/[^/]+$/;
/** What somebody, or a body, has one of takes the place of the one before. */
const REPLACED = /^\/api\/v1\/(me\/mail-address|organisations\/[^/]+\/payee-account|calendars\/\d{4})$/;

/** How the step at an address of a task is taken. */
export const addressStep = (href: string): TaskActionDto => ({
  method: REPLACED.test(href) ? 'PUT' : CHANGED_ITSELF.test(href) ? 'PATCH' : 'POST',
  href,
});

function findTaskAddress({ kind, id, subject_id: subject, title }: Addressed): string | null {
  // What is missing of a need is said by changing it.
  if (kind === 'need' && title?.step === 'change') return 'needs/{id}';
  // A report that was begun is sent; else it is begun.
  if (kind === 'progress_report' && id !== subject) return 'contracts/{subject}/reports/{id}/actions/submit';
  // A plan that renews is carried out by another contract, or by an amendment of the one that it goes on from.
  if (kind === 'continuity_plan_agreed' && RENEWING_STEPS.includes(title?.step ?? ''))
    return 'contracts/{subject}/actions/{step}';
  const address = ADDRESSES[kind];
  return title?.step && OTHER_STEPS.includes(kind) ? (address?.replace(USUAL_STEP, '/{step}') ?? null) : address;
}

const RENEWING_STEPS: readonly string[] = ['renew', 'propose-amendment'];

/** Kinds whose step is another one than the usual where the task names one. */
const OTHER_STEPS: readonly TaskKind[] = [
  ...(['continuity_plan_agreed', 'handover_refused', 'result_confirmation'] as const),
  ...(['invoice', 'invoice_returned'] as const),
];
const USUAL_STEP = /\/[^/{}]+$/;

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
  return { method: 'POST', href: `/api/v1/${named}` };
}

function findTaskAddress({ kind, id, subject_id: subject }: Addressed): string | null {
  // A report that was begun is sent; else it is begun.
  if (kind === 'progress_report' && id !== subject) return 'contracts/{subject}/reports/{id}/actions/submit';
  return ADDRESSES[kind];
}

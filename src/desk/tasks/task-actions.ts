import type { Text } from '../../kernel/errors/texts.js';
import type { TaskActionDto, TaskKind } from './tasks.dto.js';
import actions from './task-actions.json' with { type: 'json' };

const ADDRESSES: Readonly<Record<TaskKind, string | null>> = actions;

/** Steps of an evaluation, by what its task says. */
const OF_EVALUATION: Readonly<Record<string, string>> = {
  'propose an evaluator': 'propose-evaluator',
  'appoint the evaluator': 'appoint',
  declare: 'declare',
  score: 'submit-scores',
  'look again': 're-evaluate',
  confirm: 'confirm',
  publish: 'publish',
};

interface Addressed {
  kind: TaskKind;
  id: string;
  title: Text | null;
  subject_id: string;
  /** Id of what it is a part of, where its address says so. */
  whole: string | null;
}

/** The address at which the step of a task is taken; null where no single one ends it. */
export function getTaskAction(task: Addressed): TaskActionDto | null {
  const address = findTaskAddress(task);
  if (address === null) return null;
  const { id, subject_id: subject, whole } = task;
  const named = address
    .replace('{id}', id)
    .replace('{subject}', subject)
    .replace('{whole}', whole ?? '');
  return { method: 'POST', href: `/api/v1/${named}` };
}

function findTaskAddress({ kind, id, title, subject_id: subject }: Addressed): string | null {
  if (kind === 'evaluation') {
    const step = OF_EVALUATION[title?.en ?? ''];
    return step === undefined ? null : `evaluations/{id}/actions/${step}`;
  }
  // A report that was begun is sent; else it is begun.
  if (kind === 'progress_report' && id !== subject) return 'contracts/{subject}/reports/{id}/actions/submit';
  return ADDRESSES[kind];
}

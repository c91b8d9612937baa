import { isStoreOutage } from '../../../kernel/queue/outage.js';
import type { SubjectRef } from '../../facts/loading/load.js';

/** Subjects that cannot be judged and are passed over in one sweep; with more it ends. */
const MOST_BROKEN = 20;

/** How subjects are judged together, and what becomes of one that cannot be judged. */
interface Judging {
  judge: (subjects: readonly SubjectRef[]) => Promise<void>;
  passOver: (subject: SubjectRef, error: unknown) => Promise<void> | void;
}

/**
 * A function that judges subjects together and, where that fails, finds by halves the one that cannot be judged: it is passed over,
 * and the others are judged. It throws where the fault is of no one subject: the database is away, or a rule judges nothing at all.
 */
export function createJudgeApart({ judge, passOver }: Judging): (subjects: readonly SubjectRef[]) => Promise<void> {
  let broken = 0;
  const judgeApart = async (subjects: readonly SubjectRef[]): Promise<void> => {
    try {
      await judge(subjects);
    } catch (error) {
      const [first] = subjects;
      if (isStoreOutage(error) || broken >= MOST_BROKEN || first === undefined) throw error;
      if (subjects.length === 1) {
        broken += 1;
        await passOver(first, error);
        return;
      }
      const half = Math.ceil(subjects.length / 2);
      await judgeApart(subjects.slice(0, half));
      await judgeApart(subjects.slice(half));
    }
  };
  return judgeApart;
}

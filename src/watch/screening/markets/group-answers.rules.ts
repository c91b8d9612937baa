import type { Assessed } from '../../runs/assessment-store.js';
import { digestText } from '../../runs/answers/answer-set.rules.js';

/** What is said of each group, rule by rule, by the group's id. */
export function listAnswersByGroup(assessed: readonly Assessed[]): Map<string, Assessed[]> {
  const groups = new Map<string, Assessed[]>();
  for (const each of assessed) {
    const { id } = each.assessment.subject;
    const of = groups.get(id);
    if (of === undefined) groups.set(id, [each]);
    else of.push(each);
  }
  for (const of of groups.values()) of.sort((a, b) => (a.assessment.indicator < b.assessment.indicator ? -1 : 1));
  return groups;
}

/** Of all that the rules were given of a group and said of it: equal where neither facts nor answers changed. */
export function digestGroupAnswers(answers: readonly Assessed[]): string {
  const lines = answers.map(({ assessment: { indicator, version, severity, state, inputsHash }, frame }) =>
    [
      ...[indicator, version, severity, state, inputsHash, frame.baseline ?? '', frame.history],
      ...[frame.dataset, frame.region, frame.bodies.join()],
    ].join('|'),
  );
  return digestText(lines.join('\n'));
}

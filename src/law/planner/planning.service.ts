import { Injectable } from '@nestjs/common';
import { WorkingCalendars } from '../calendars/calendar-store.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { planBackward } from './planner.rules.js';
import { planAfterFailure } from './after-failure.rules.js';
import {
  isPlannable,
  type AfterFailure,
  type BackwardPlan,
  type PlannableMethod,
  type Wanted,
} from './planner-types.js';
import type { Method } from '../code-lists/methods.js';
import { windowFigures, type WindowFigures } from '../deadlines/window.rules.js';
import type { BackwardQuestionDto, WantedDto } from './backward.dto.js';
import type { WindowQuestionDto } from './window.dto.js';

/** Answers about dates. Nothing is stored. */
@Injectable()
export class PlanningService {
  constructor(private readonly calendars: WorkingCalendars) {}

  async window(question: WindowQuestionDto): Promise<WindowFigures> {
    inOrder(question.start, question.end, '/end');
    const noService = question.noService?.map((span, i) => {
      inOrder(span.from, span.to, `/noService/${i}/to`);
      return { from: span.from, to: span.to, why: span.why ?? null };
    });
    return windowFigures(await this.calendars.current(), { ...question, noService });
  }

  async backward(question: BackwardQuestionDto): Promise<BackwardPlan & { afterFailure: AfterFailure | null }> {
    const asked = {
      method: plannable(question.method),
      wanted: readWantedDate(question.wanted),
      budgetLevel: question.budgetLevel,
    };
    const calendar = await this.calendars.current();
    const plan = planBackward(calendar, asked);
    return question.after
      ? { ...plan, ...planAfterFailure(calendar, plan, question.after, question.method) }
      : { ...plan, afterFailure: null };
  }
}

function inOrder(start: PlainDate, end: PlainDate, pointer: string): void {
  if (start <= end) return;
  const text = { en: `${end} lies before ${start}`, zh: `${end} 早于 ${start}` };
  throw new Problem('end_before_start', { detail: text, errors: [{ pointer, code: 'end_before_start', text }] });
}

function plannable(method: Method): PlannableMethod {
  if (isPlannable(method)) return method;
  throw new Problem('method_not_plannable');
}

function readWantedDate({ challengeClosedBy, contractBy, startBy }: WantedDto): Wanted {
  const given: Wanted[] = [
    ...(challengeClosedBy ? [{ challengeClosedBy }] : []),
    ...(contractBy ? [{ contractBy }] : []),
    ...(startBy ? [{ startBy }] : []),
  ];
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  const text = {
    en: 'Give exactly one of challengeClosedBy, contractBy, startBy',
    zh: 'challengeClosedBy、contractBy、startBy 应且只应给出一个',
  };
  throw invalid('/wanted', 'exactly_one', text);
}

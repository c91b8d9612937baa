import { ApiProperty } from '@nestjs/swagger';
import type { Principal } from '../access/principal.js';
import { FieldErrorDto } from '../openapi/problem.dto.js';
import type { Subject } from './action.js';
import { allowedActions, type Lifecycle } from './lifecycle.js';

/** An action that the caller may take now on the object that is shown. */
export class AllowedActionDto {
  /** Its name in the lifecycle. */
  action: string;
  @ApiProperty({ enum: ['POST', 'PUT'] })
  method: 'POST' | 'PUT';
  /** Where it is taken. */
  @ApiProperty({ format: 'uri-reference' })
  href: string;
  /** Where one object is read: what the action would be refused for now, none where it would pass. */
  needs?: FieldErrorDto[];
}

/** Actions that happen by the clock or by a fact have no permission with a dot, and no address. */
export const isRequested = ({ who }: Lifecycle['transitions'][number]): boolean => who.includes('.');

/** Whether an action of the lifecycle is asked for at the address of the subject. */
export const hasOwnAction = ({ actions }: Pick<Subject, 'actions'>, action: string): boolean =>
  actions?.includes(action) ?? true;

/** `answer_by` in JSON is `answer-by` in a path. */
export const toPathName = (action: string): string => action.replaceAll('_', '-');

/** How an action is asked for below the address of its object; null where another object has it. */
export const getActionRoute = ({ routes }: Pick<Subject, 'routes'>, action: string) =>
  routes?.[action] === undefined
    ? ({ method: 'POST', segment: `actions/${toPathName(action)}` } as const)
    : routes[action];

/** What the caller may do now with an object at this address, each with the request that does it. */
export function linkAllowedActions(
  of: Pick<Subject, 'lifecycle' | 'path' | 'routes' | 'actions'>,
  state: string,
  params: Readonly<Record<string, string>>,
  caller: Pick<Principal, 'permissions'>,
): AllowedActionDto[] {
  const address = of.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '');
  return allowedActions(of.lifecycle, state, caller).flatMap((action) => {
    const route = hasOwnAction(of, action) ? getActionRoute(of, action) : null;
    return route === null ? [] : [{ action, method: route.method, href: `/api/v1/${address}/${route.segment}` }];
  });
}

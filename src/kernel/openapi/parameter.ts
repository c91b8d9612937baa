import { Param } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { Lifecycle } from '../actions/lifecycle.js';

/** A parameter decorator that also says in the document what it reads. */
export const documented =
  (reads: ParameterDecorator, says: MethodDecorator): ParameterDecorator =>
  (target, key, index) => {
    reads(target, key, index);
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && descriptor) says(target, key, descriptor);
  };

/** Actions of a table that a caller may name; some happen by the clock or by a fact. */
export const actionsOf = ({ transitions }: Lifecycle): string[] => [
  ...new Set(transitions.filter(({ who }) => who.includes('.')).map(({ action }) => action)),
];

/** The action of a path: `end_sessions` in JSON is `end-sessions` here. */
export const ActionParam = (actions: readonly string[]): ParameterDecorator =>
  documented(Param('action'), ApiParam({ name: 'action', enum: actions.map((name) => name.replaceAll('_', '-')) }));

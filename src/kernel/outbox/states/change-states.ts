import { Injectable } from '@nestjs/common';
import type { Scope } from '../../access/scope.js';
import type { Language } from '../../errors/texts.js';
import type { FeedRow } from '../feed.js';

/** How the objects of a kind are read, many at once, as their own address shows each to the caller. */
interface StateReader {
  /** What the caller must hold to read them; null: nothing. */
  permission: string | null;
  read(scope: Scope, ids: readonly string[], lang: Language): Promise<ReadonlyMap<string, object>>;
}

const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

/** Why a change comes without the state of its object. */
export const STATE_OMISSIONS = ['not_offered', 'not_readable'] as const;
export type StateOmission = (typeof STATE_OMISSIONS)[number];

export interface ChangeState {
  state: object | null;
  stateOmitted: StateOmission | null;
}

/** The objects that events are about, as they are when the feed is read; the rooms that own them say how. */
@Injectable()
export class ChangeStates {
  private readonly readers = new Map<string, StateReader>();

  contribute(aggregate: string, reader: StateReader): void {
    if (this.readers.has(aggregate)) throw new Error(`Two rooms read the state of ${aggregate}`);
    this.readers.set(aggregate, reader);
  }

  /** Of these objects of a kind those that the caller may read; null where no room offers them. */
  async read(
    scope: Scope,
    kind: string,
    ids: readonly string[],
    lang: Language,
  ): Promise<ReadonlyMap<string, object> | null> {
    const reader = this.readers.get(kind);
    if (reader === undefined) return null;
    const mayRead = reader.permission === null || scope.everything || scope.permissions.has(reader.permission);
    return mayRead ? reader.read(scope, ids, lang) : new Map();
  }

  /** Of each event, in their order: one reading for each kind, however many events are about it. */
  async load(scope: Scope, rows: readonly FeedRow[], lang: Language): Promise<ChangeState[]> {
    const found = new Map<string, ReadonlyMap<string, object>>();
    for (const aggregate of new Set(rows.map((row) => row.aggregate_type))) {
      const ids = new Set(rows.filter((row) => row.aggregate_type === aggregate).map((row) => row.aggregate_id));
      const ofKind = await this.read(scope, aggregate, [...ids].filter(isUuid), lang);
      if (ofKind) found.set(aggregate, ofKind);
    }
    return rows.map(({ aggregate_type, aggregate_id }) => {
      const ofKind = found.get(aggregate_type);
      const state = ofKind?.get(aggregate_id) ?? null;
      return { state, stateOmitted: state !== null ? null : ofKind ? 'not_readable' : 'not_offered' };
    });
  }
}

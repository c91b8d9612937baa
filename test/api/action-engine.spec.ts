import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import { randomUUID } from 'node:crypto';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { PUBLIC, type Principal } from '../../src/kernel/access/principal.js';
import {
  action,
  guard,
  subject,
  type Action,
  type Fact,
  type Kept,
  type Root,
} from '../../src/kernel/actions/action.js';
import { linkAllowedActions } from '../../src/kernel/actions/allowed-actions.js';
import { ActionEngine } from '../../src/kernel/actions/engine.js';
import { defineLifecycle, type Lifecycle } from '../../src/kernel/actions/lifecycle.js';
import { RequiredByAction } from '../../src/kernel/actions/required-by-action.js';
import type { Transactions } from '../../src/kernel/database/transactions.js';
import { Problem } from '../../src/kernel/errors/problem.js';
import { startTestApp, type TestApp } from '../support/app.js';

type DoorState = 'open' | 'closed';
@Entity('door')
class DoorRow {
  @PrimaryColumn('uuid') id: string;
  @Column('integer') version: number;
  @Column('text') state: DoorState;
  @Column('text') owner: string;
  @Column('text', { nullable: true }) closedBecause: string | null;
  @Column('timestamptz', { nullable: true }) updatedAt: Date | null;
}
@Entity('door_pane')
class PaneRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') doorId: string;
  @Column('text') state: DoorState;
}
interface Door extends Root<DoorState> {
  owner: string;
}
class CloseDoorDto {
  @RequiredByAction({ en: 'Say why', zh: '请说明理由' })
  @IsString()
  reason: string;
}
const doorLifecycle: Lifecycle<DoorState, string> = defineLifecycle({
  name: 'door',
  states: ['open', 'closed'],
  initial: ['open'],
  final: ['closed'],
  transitions: [
    { action: 'close', from: ['open'], to: 'closed', who: 'door.use', guards: ['holder_only', 'conflict'] },
    { action: 'paint', from: ['open', 'closed'], who: 'door.use' },
  ],
});
const may = (...permissions: string[]): Principal => ({ ...PUBLIC, permissions: new Set(permissions) });

let app: TestApp;
let engine: ActionEngine;
let loads: string[];
let visitors: number;
let id: string;

const countVisitors: Fact<Door, number> = ({ root }) => {
  loads.push(`visitors of ${root.id}`);
  return Promise.resolve(visitors);
};
const doors = subject<Door, 'houses/:house/doors/:door', DoorRow>({
  lifecycle: doorLifecycle,
  path: 'houses/:house/doors/:door',
  entity: DoorRow,
  permit: 'door.use',
  async lock(tx, { door }) {
    const [row] = await tx.query<Door>(`SELECT id, version, state, owner FROM door WHERE id = $1 FOR NO KEY UPDATE`, [
      door,
    ]);
    if (!row) throw new Problem('not_found');
    return row;
  },
  heldBy: ({ principal }, root) => Promise.resolve(new Set(root.owner === 'nobody' ? [] : principal.permissions)),
  audience: () => ({ dataset: null }),
  eventData: ({ owner }) => ({ owner }),
  guards: {
    holder_only: guard({ countVisitors }, (facts) => (facts.countVisitors > 5 ? { facts: { ...facts } } : null)),
    conflict: guard({ countVisitors }, (facts) => (facts.countVisitors > 2 ? {} : null)),
  },
});
const closeDoor = action(doors, 'close', CloseDoorDto, {
  operationId: 'closeDoor',
  summary: { en: 'Close a door', zh: '关门' },
  needs: { countVisitors },
  effect: ({ given }, facts) => ({ set: { closedBecause: given.reason }, data: { visitors: facts.countVisitors } }),
});
const paintDoor = action(doors, 'paint', Object, {
  operationId: 'paintDoor',
  summary: { en: 'Paint a door', zh: '刷门' },
});

interface Pane extends Root<DoorState> {
  door: string;
}
const paneLifecycle: Lifecycle<DoorState, string> = defineLifecycle({
  ...doorLifecycle,
  name: 'pane',
  transitions: [{ action: 'close', from: ['open'], to: 'closed', who: 'door.use' }],
});
const kept: Kept[] = [];
/** A pane of glass has neither version nor history: both are its door's. */
const panes = subject<Pane, 'doors/:door/panes/:pane', PaneRow>({
  lifecycle: paneLifecycle,
  path: 'doors/:door/panes/:pane',
  entity: PaneRow,
  permit: 'door.use',
  async lock(tx, { pane }) {
    const [row] = await tx.query<Pane>(
      `SELECT p.id, d.version, p.state, d.id AS door FROM door_pane p JOIN door d ON d.id = p.door_id WHERE p.id = $1`,
      [pane],
    );
    return row as Pane;
  },
  heldBy: ({ principal }) => Promise.resolve(principal.permissions),
  partOf: ({ door }) => ({ entity: DoorRow, aggregate: 'door', id: door }),
  audience: () => ({ dataset: null }),
  keepHistory: (_, change) => Promise.resolve(void kept.push(change)),
});
const closePane = action(panes, 'close', CloseDoorDto, {
  operationId: 'closePane',
  summary: { en: 'Close a pane', zh: '关窗格' },
  effect: () => ({ data: { of: 'glass' } }),
});

const perform = (of: Action<Door, 'houses/:house/doors/:door'>, given: object, version = 1, by = may('door.use')) =>
  engine.perform(by, of, { house: randomUUID(), door: id }, version, given);
const stored = async () => {
  const [row] = await app.dataSource.query<{ state: string; version: number; closed_because: string | null }[]>(
    `SELECT state, version, closed_because FROM door WHERE id = $1`,
    [id],
  );
  return row;
};
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? error.code : error),
  );

beforeAll(async () => {
  app = await startTestApp();
  engine = app.running.app.get(ActionEngine);
  await app.dataSource.query(
    `CREATE TABLE door_pane (id uuid PRIMARY KEY, door_id uuid NOT NULL, state text NOT NULL DEFAULT 'open')`,
  );
  await app.dataSource.query(
    `CREATE TABLE door (id uuid PRIMARY KEY, version integer NOT NULL DEFAULT 1, state text NOT NULL DEFAULT 'open', owner text NOT NULL,
       closed_because text, updated_at timestamptz)`,
  );
});
afterAll(() => app.close());
beforeEach(async () => {
  loads = [];
  visitors = 0;
  id = randomUUID();
  await app.dataSource.query(`INSERT INTO door (id, owner) VALUES ($1, 'somebody')`, [id]);
});

describe('ActionEngine.perform', () => {
  it('stores the state, the columns of the effect and one version more, with one audit row and one event', async () => {
    visitors = 1;
    await perform(closeDoor, { reason: 'night' });
    expect(await stored()).toEqual({ state: 'closed', version: 2, closed_because: 'night' });
    const events = await app.dataSource.query<unknown[]>(
      `SELECT aggregate_type, action, payload -> 'data' AS data FROM outbox WHERE aggregate_id = $1`,
      [id],
    );
    expect(events).toEqual([{ aggregate_type: 'door', action: 'close', data: { owner: 'somebody', visitors: 1 } }]);
    const audits = await app.dataSource.query<unknown[]>(`SELECT FROM audit_entry WHERE aggregate_id = $1`, [id]);
    expect(audits).toHaveLength(1);
  });

  it('loads a fact once that two guards and the effect name', async () => {
    await perform(closeDoor, { reason: 'night' });
    expect(loads).toEqual([`visitors of ${id}`]);
  });

  it('loads a fact once that another fact rests on', async () => {
    const findCrowd: Fact<Door, boolean> = async ({ load }) => (await load(countVisitors)) > 2;
    const lockDoor = action(doors, 'close', CloseDoorDto, {
      operationId: 'lockDoor',
      summary: { en: 'Lock a door', zh: '锁门' },
      guards: { conflict: guard({ findCrowd }, (facts) => (facts.findCrowd ? {} : null)) },
      needs: { countVisitors },
    });
    await perform(lockDoor, { reason: 'night' });
    expect(loads).toEqual([`visitors of ${id}`]);
  });

  it('lets the subject store the state, and tells what follows of the outcome and the facts', async () => {
    const told: unknown[] = [];
    const stored: unknown[] = [];
    const own = {
      ...doors,
      store: (_: unknown, root: Door, to: DoorState, set: object) =>
        Promise.resolve(void stored.push([root.id, to, set])),
    };
    const closeOwn = action(own, 'close', CloseDoorDto, {
      operationId: 'closeOwnDoor',
      summary: { en: 'Close an own door', zh: '关自己的门' },
      needs: { countVisitors },
      effect: ({ given }) => ({ set: { closedBecause: given.reason } }),
      after: (_, __, facts, outcome) => void told.push([facts.countVisitors, outcome.set]),
    });
    await perform(closeOwn, { reason: 'night' });
    expect(stored).toEqual([[id, 'closed', { closedBecause: 'night' }]]);
    expect(told).toEqual([[0, { closedBecause: 'night' }]]);
  });

  it('leaves the state where the table names no target', async () => {
    await perform(paintDoor, {});
    expect(await stored()).toEqual({ state: 'open', version: 2, closed_because: null });
  });

  it('names the states of a subject with statesIfMoved only where an action has changed them', async () => {
    const quiet = { ...doors, statesIfMoved: true };
    await perform({ ...paintDoor, subject: quiet }, {});
    await perform({ ...closeDoor, subject: quiet }, { reason: 'night' }, 2);
    const events = await app.dataSource.query<unknown[]>(
      `SELECT payload -> 'from' AS from, payload -> 'to' AS to FROM outbox WHERE aggregate_id = $1 ORDER BY id`,
      [id],
    );
    expect(events).toEqual([
      { from: null, to: null },
      { from: 'open', to: 'closed' },
    ]);
  });

  it('checks the request against the row after its required properties and before the guards', async () => {
    visitors = 9;
    const checked = action(doors, 'close', CloseDoorDto, {
      operationId: 'closeCheckedDoor',
      summary: { en: 'Close a door', zh: '关门' },
      check: ({ root, given }) => {
        if (given.reason === root.owner) throw new Problem('bad_cursor');
      },
    });
    expect(await codeOf(perform(checked, {}))).toBe('validation_failed');
    expect(await codeOf(perform(checked, { reason: 'somebody' }))).toBe('bad_cursor');
    expect(await codeOf(perform(checked, { reason: 'night' }))).toBe('holder_only');
  });

  it('refuses in one order: stale version, permission, state, required property, guards as the table lists them', async () => {
    visitors = 9;
    expect(await codeOf(perform(closeDoor, {}, 7, PUBLIC))).toBe('stale_version');
    expect(await codeOf(perform(closeDoor, {}, 1, PUBLIC))).toBe('not_permitted');
    await app.dataSource.query(`UPDATE door SET state = 'closed' WHERE id = $1`, [id]);
    expect(await codeOf(perform(closeDoor, {}))).toBe('wrong_state');
    await app.dataSource.query(`UPDATE door SET state = 'open' WHERE id = $1`, [id]);
    expect(await codeOf(perform(closeDoor, {}))).toBe('validation_failed');
    expect(await codeOf(perform(closeDoor, { reason: 'night' }))).toBe('holder_only');
    visitors = 3;
    expect(await codeOf(perform(closeDoor, { reason: 'night' }))).toBe('conflict');
    visitors = 2;
    expect(await codeOf(perform(closeDoor, { reason: 'night' }))).toBe('done');
  });

  it('asks the permission of the row, not of the person alone', async () => {
    await app.dataSource.query(`UPDATE door SET owner = 'nobody' WHERE id = $1`, [id]);
    expect(await codeOf(perform(closeDoor, { reason: 'night' }))).toBe('not_permitted');
  });

  it('stores and records a change of a part as one of its whole, and hands it on to the history', async () => {
    const pane = randomUUID();
    await app.dataSource.query(`INSERT INTO door_pane (id, door_id) VALUES ($1, $2)`, [pane, id]);
    const { state } = await engine.perform(may('door.use'), closePane, { door: id, pane }, 1, { reason: 'night' });
    expect([state, await stored()]).toEqual(['closed', { state: 'open', version: 2, closed_because: null }]);
    const events = await app.dataSource.query<unknown[]>(
      `SELECT aggregate_type, action, payload -> 'data' AS data FROM outbox WHERE aggregate_id = $1`,
      [id],
    );
    expect(events).toEqual([{ aggregate_type: 'door', action: 'close_pane', data: { of: 'glass', to: 'closed' } }]);
    const [audit] = await app.dataSource.query<{ no: string }[]>(
      `SELECT id AS no FROM audit_entry WHERE aggregate_id = $1`,
      [id],
    );
    expect(kept).toEqual([{ to: 'closed', reason: 'night', data: { of: 'glass' }, audit: audit?.no }]);
  });

  it('leaves the state where its change follows later, and keeps no reason where the effect says so', async () => {
    const closeLater = action(doors, 'close', CloseDoorDto, {
      operationId: 'closeDoorLater',
      summary: { en: 'Close a door later', zh: '稍后关门' },
      effect: () => ({ stays: true, withoutReason: true }),
    });
    await perform(closeLater, { reason: 'night' });
    expect(await stored()).toEqual({ state: 'open', version: 2, closed_because: null });
    const [audit] = await app.dataSource.query<{ reason: string | null }[]>(
      `SELECT convert_from(canonical, 'UTF8')::jsonb ->> 'reason' AS reason FROM audit_entry WHERE aggregate_id = $1`,
      [id],
    );
    expect(audit).toEqual({ reason: null });
  });

  it('changes nothing where an effect leads to a state that the table does not name', async () => {
    const slamDoor = action(doors, 'close', CloseDoorDto, {
      operationId: 'slamDoor',
      summary: { en: 'Slam a door', zh: '摔门' },
      effect: () => ({ to: 'open' }),
    });
    await expect(perform(slamDoor, { reason: 'night' })).rejects.toThrow('door.close does not lead to open');
    expect(await stored()).toEqual({ state: 'open', version: 1, closed_because: null });
  });
});

describe('ActionEngine at boot', () => {
  const boot = (of: typeof doors, actions: Action<Door, 'houses/:house/doors/:door'>[]): void => {
    const fresh = new ActionEngine({} as Transactions, {} as never);
    fresh.register(of, actions);
    fresh.onApplicationBootstrap();
  };

  it('accepts a lifecycle whose actions and guards are all declared', () => {
    expect(() => boot(doors, [closeDoor, paintDoor])).not.toThrow();
  });

  it('names an action of the lifecycle that nobody declares', () => {
    expect(() => boot(doors, [closeDoor])).toThrow('actions nobody declares: door.paint');
  });

  it('asks of a subject that has a part of its lifecycle only the actions of that part', () => {
    const parts = [closeDoor, paintDoor].map((each) => ({ ...each, subject: { ...doors, actions: [each.name] } }));
    const fresh = new ActionEngine({} as Transactions, {} as never);
    for (const part of parts) fresh.register(part.subject, [part]);
    expect(() => fresh.onApplicationBootstrap()).not.toThrow();
    expect(fresh.lifecycles()).toEqual([doorLifecycle]);
  });

  it('names an action of which no part of the lifecycle has a declaration', () => {
    const part = { ...doors, actions: ['close'] };
    expect(() => boot(part, [{ ...closeDoor, subject: part }])).toThrow('actions nobody declares: door.paint');
  });

  it('refuses a lifecycle that does not hold together', () => {
    const broken = { ...doors, lifecycle: { ...doorLifecycle, final: [] } };
    expect(() => boot(broken, [])).toThrow('has no way out');
  });

  it('refuses one name for two lifecycles', () => {
    const fresh = new ActionEngine({} as Transactions, {} as never);
    fresh.register(doors, []);
    expect(() => fresh.register(doors, [])).toThrow('Lifecycle door is registered twice');
    const other = { ...doors, actions: ['close'], lifecycle: { ...doorLifecycle } };
    expect(() => fresh.register(other, [])).toThrow('Lifecycle door is registered twice');
  });

  it('names a guard of the table that nobody declares', () => {
    const bare = { ...doors, guards: {} };
    const bareClose = { ...closeDoor, subject: bare };
    expect(() => boot(bare, [bareClose, { ...paintDoor, subject: bare }])).toThrow(
      'guards nobody declares: door.close holder_only, door.close conflict',
    );
  });

  it('names a guard that no table names', () => {
    const more = { ...doors, guards: { ...doors.guards, not_found: guard<Door, object>({}, () => null) } };
    const actions = [closeDoor, paintDoor].map((each) => ({ ...each, subject: more }));
    expect(() => boot(more, actions)).toThrow('guards no table names: not_found');
  });

  it('refuses the same guard contributed twice', () => {
    const fresh = new ActionEngine({} as Transactions, {} as never);
    const guards = { conflict: guard<Door, object>({}, () => null) };
    fresh.contribute(doors, guards);
    expect(() => fresh.contribute(doors, guards)).toThrow('Guard door conflict is contributed twice');
  });
});

describe('linkAllowedActions', () => {
  it('gives each allowed action its method and address', () => {
    expect(linkAllowedActions(doors, 'open', { house: 'h1', door: 'd1' }, may('door.use'))).toEqual([
      { action: 'close', method: 'POST', href: '/api/v1/houses/h1/doors/d1/actions/close' },
      { action: 'paint', method: 'POST', href: '/api/v1/houses/h1/doors/d1/actions/paint' },
    ]);
    expect(linkAllowedActions(doors, 'open', { house: 'h1', door: 'd1' }, PUBLIC)).toEqual([]);
  });

  it('gives the method and address of an action that stands at a route of its own', () => {
    const routed = { ...doors, routes: { paint: { method: 'PUT', segment: 'colour' } } } as const;
    expect(linkAllowedActions(routed, 'closed', { house: 'h1', door: 'd1' }, may('door.use'))).toEqual([
      { action: 'paint', method: 'PUT', href: '/api/v1/houses/h1/doors/d1/colour' },
    ]);
  });
});

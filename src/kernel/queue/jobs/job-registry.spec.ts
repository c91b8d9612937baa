import { describe, expect, it } from '@jest/globals';
import { defineJob, parseSubject, type Job } from './job.js';
import { JobRegistry } from './job-registry.js';

const event = defineJob({ kind: 'event', name: 'announce', queue: 'mail', on: () => true });
const sweep = defineJob({ kind: 'sweep', name: 'due', queue: 'sweeps', every: 1000 });
const nothing = () => Promise.resolve();

describe('the registry of jobs', () => {
  it('takes one handler for each declared job', () => {
    const registry = new JobRegistry([event, sweep]);
    registry.handle(event, nothing);
    registry.handle(sweep, nothing);
    expect(() => registry.assertComplete()).not.toThrow();
    expect(registry.queues).toEqual(['mail', 'sweeps']);
  });

  it('refuses to start while a handler is missing, and names the job', () => {
    const registry = new JobRegistry([event, sweep]);
    registry.handle(event, nothing);
    expect(() => registry.assertComplete()).toThrow('Jobs without a handler: due');
  });

  it('refuses a second handler, and one of a job that nobody declared', () => {
    const registry = new JobRegistry([event]);
    registry.handle(event, nothing);
    expect(() => registry.handle(event, nothing)).toThrow('Job announce has two handlers');
    expect(() => registry.handle(sweep, nothing)).toThrow('Job due has a handler but is not declared');
    const double = defineJob({ ...event });
    expect(() => registry.handle(double, nothing)).toThrow('not declared');
  });

  it('refuses two jobs of one name, odd names and more than six queues', () => {
    expect(() => new JobRegistry([event, { ...event }])).toThrow('Job announce is declared twice');
    expect(() => new JobRegistry([{ ...event, name: 'a:b' }])).toThrow('kebab-case');
    expect(() => new JobRegistry([{ ...event, queue: 'A' }])).toThrow('kebab-case');
    const many = Array.from({ length: 7 }, (_, i): Job => ({ ...sweep, name: `s${i}`, queue: `q${i}` }));
    expect(() => new JobRegistry(many)).toThrow('7 queues');
    expect(() => new JobRegistry(many.slice(0, 6))).not.toThrow();
  });
});

describe('a subject', () => {
  it('is a type and an id, which may hold colons itself', () => {
    expect(parseSubject('tender:1')).toEqual({ type: 'tender', id: '1' });
    expect(parseSubject('import:notices:7')).toEqual({ type: 'import', id: 'notices:7' });
    for (const bad of ['tender', ':1', 'tender:', '']) expect(() => parseSubject(bad)).toThrow('not a subject');
  });
});

import { TestBed } from '@angular/core/testing';
import { signal } from '@angular/core';
import { Clock } from '../elements/clock.js';
import { workspace } from '../testing/samples.js';
import { ActivityStore } from './activity.store.js';

const started = () => {
  const now = signal(Date.now());
  TestBed.configureTestingModule({ providers: [{ provide: Clock, useValue: { now } }] });
  const activity = TestBed.inject(ActivityStore);
  const heartbeat = (more: object) =>
    activity.onTelemetry({ sub: 'organisation', kind: 'heartbeat', workspaceId: 'a', ...more });
  return { activity, heartbeat, now };
};
const idle = workspace('a');
const answering = workspace('a', { task: { kind: 'message', id: 'm' } });

describe('what an agent does now', () => {
  it('comes from the log while the agent reports nothing', () => {
    const { activity } = started();
    expect(activity.taskOf(idle)).toBeNull();
    expect(activity.stateOf(idle)).toBe('online');
    expect(activity.taskOf(answering)).toBe('Answering a message');
    expect(activity.stateOf(answering)).toBe('working');
  });

  it("is in the agent's words while its heartbeats name a task", () => {
    const { activity, heartbeat } = started();
    heartbeat({ current_task: ' Reading the contract ', active_tasks: 1 });
    expect(activity.taskOf(answering)).toBe('Reading the contract');
    expect(activity.stateOf(idle)).toBe('working');
    heartbeat({ current_task: null, active_tasks: 0 });
    expect(activity.stateOf(idle)).toBe('online');
    expect(activity.taskOf(idle)).toBeNull();
  });

  it('is unknown when the agent reports only a number of tasks', () => {
    const { activity, heartbeat } = started();
    heartbeat({ current_task: null, active_tasks: 2 });
    expect(activity.stateOf(idle)).toBe('working');
    expect(activity.taskOf(idle)).toBeNull();
  });

  it('is forgotten when the agent falls silent', () => {
    const { activity, heartbeat, now } = started();
    heartbeat({ current_task: 'Reading', active_tasks: 1 });
    now.set(Date.now() + 91_000);
    expect(activity.taskOf(idle)).toBeNull();
    expect(activity.stateOf(idle)).toBe('online');
  });

  it('is unknown for an agent that is offline', () => {
    const { activity, heartbeat } = started();
    heartbeat({ current_task: 'Reading', active_tasks: 1 });
    const away = workspace('a', { status: 'offline' });
    expect(activity.taskOf(away)).toBeNull();
    expect(activity.stateOf(away)).toBe('offline');
  });
});

import { recordedCause } from '../declarations/cause.js';
import type { UpcastStep } from '../declarations/event.js';
import { recognised, type OldSentence } from '../declarations/recognised.js';

/** How version 1 said that a backend ended. */
export const oldExits: readonly OldSentence[] = [
  [/^the (?<place>process|container) was ended by (?<signal>[A-Z0-9]+)$/, 'ended_by_signal'],
  [/^the (?<place>process|container) ended with code (?<exitCode>\d+)$/, 'ended_with_code'],
  [/^the (?<place>process|container) is gone$/, 'ended_unseen'],
  [/^out of memory$/, 'out_of_memory'],
  [/^out of memory \((?<mebibytes>[\d.]+) MiB\)$/, 'out_of_memory_limit'],
  [/^it was gone when the engine came back$/, 'gone_with_engine'],
  [/^it was gone when the platform looked$/, 'gone_when_checked'],
];

const signs: readonly OldSentence[] = [
  [/^registered$/, 'registered'],
  [/^heartbeat$/, 'heartbeat'],
  [/^it answers at its address$/, 'answers_at_address'],
  [/^it does not answer at its address$/, 'silent_at_address'],
  [/^it never registered$/, 'never_registered'],
  [/^no heartbeat for (?<seconds>\d+) s$/, 'silent'],
  [/^no heartbeat for (?<seconds>\d+) s; its (?<place>process|container) still runs$/, 'silent_but_running'],
  [/^no heartbeat for (?<seconds>\d+) s; its (?<place>process|container) is gone$/, 'silent_and_gone'],
  [/^its workspace was removed$/, 'held_removed'],
  [/^its workspace was paused$/, 'held_paused'],
  [/^its workspace was not there meanwhile$/, 'held_absent'],
  [/^wedged$/, 'wedged'],
  [/^wedged: (?<rest>.+)$/s, 'wedged'],
  [/^error rate (?<percent>\d+) %$/, 'error_rate'],
  [/^error rate (?<percent>\d+) %: (?<rest>.+)$/s, 'error_rate'],
  [/^the agent says that it is well$/, 'reports_healthy'],
  ...oldExits,
];

/** Version 1 of the events about an agent's condition stored a sentence. */
export const signWithCause: UpcastStep = ({ cause, ...data }) => ({
  ...data,
  cause: recognised(String(cause), signs, recordedCause),
});

/** As `signWithCause`; version 1 of `AgentDegraded` had the agent's words in its sentence. */
export const degradedWithCause: UpcastStep = (data) => ({ ...signWithCause(data), words: null });

import type { CauseSentences } from '../declarations/cause.js';

/** Why an agent counts as online, offline, unhealthy or recovered. */
export const registryCauses = {
  registered: 'registered',
  heartbeat: 'heartbeat',
  answers_at_address: 'it answers at its address',
  silent_at_address: 'it does not answer at its address',
  never_registered: 'it never registered',
  silent: 'no heartbeat for {seconds} s',
  silent_but_running: 'no heartbeat for {seconds} s; its {place} still runs',
  silent_and_gone: 'no heartbeat for {seconds} s; its {place} is gone',
  held_removed: 'its workspace was removed',
  held_paused: 'its workspace was paused',
  held_absent: 'its workspace was gone for a while',
  wedged: 'wedged',
  error_rate: 'error rate {percent} %',
  reports_healthy: 'the agent reports that it is healthy',
} as const satisfies CauseSentences;

import { oldExits, oldSentences } from '../events/old-sentences.suite.js';
import { degradedWithCause, signWithCause } from './upcasts.js';

oldSentences('AgentWentOnline, AgentWentOffline and AgentRecovered', signWithCause, [
  ['registered', { code: 'registered' }],
  ['heartbeat', { code: 'heartbeat' }],
  ['it answers at its address', { code: 'answers_at_address' }],
  ['it does not answer at its address', { code: 'silent_at_address' }],
  ['it never registered', { code: 'never_registered' }],
  ['no heartbeat for 31 s', { code: 'silent', details: { seconds: 31 } }],
  ...['process', 'container'].flatMap((place) => [
    [
      `no heartbeat for 5 s; its ${place} still runs`,
      { code: 'silent_but_running', details: { seconds: 5, place } },
    ] as const,
    [
      `no heartbeat for 5 s; its ${place} is gone`,
      { code: 'silent_and_gone', details: { seconds: 5, place } },
    ] as const,
  ]),
  ['its workspace was removed', { code: 'held_removed' }],
  ['its workspace was paused', { code: 'held_paused' }],
  ['its workspace was not there meanwhile', { code: 'held_absent' }, 'its workspace was gone for a while'],
  ['error rate 4 %', { code: 'error_rate', details: { percent: 4 } }],
  ['the agent says that it is well', { code: 'reports_healthy' }, 'the agent reports that it is healthy'],
  ...oldExits,
]);

const agentsWords = 'wedged: no key: it was ended by SIGKILL';

oldSentences(
  'AgentDegraded',
  degradedWithCause,
  [
    ['wedged', { code: 'wedged' }],
    [agentsWords, { code: 'wedged', recorded: agentsWords }],
    ['error rate 62 %', { code: 'error_rate', details: { percent: 62 } }],
    [
      'error rate 62 %: registered',
      { code: 'error_rate', details: { percent: 62 }, recorded: 'error rate 62 %: registered' },
    ],
  ],
  { words: null },
);

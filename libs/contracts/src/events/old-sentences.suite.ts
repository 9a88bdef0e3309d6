import type { Cause } from '../declarations/cause.js';
import type { UpcastStep } from '../declarations/event.js';
import type { Json } from '../json.js';
import { causeSentence } from './causes.js';

/** A sentence of version 1, the cause that it becomes, and what people read now; absent: the same sentence. */
export type OldSentenceCase = readonly [stored: string, cause: Cause, shown?: string];

/** Every sentence that version 1 of an event could hold, and one that it could not. */
export const oldSentences = (
  event: string,
  step: UpcastStep,
  cases: readonly OldSentenceCase[],
  rest: Record<string, Json> = {},
): void => {
  const recorded = 'it was Monday\nand it rained';
  becomeCauses(event, step, [...cases, [recorded, { code: 'recorded', recorded }]], () => ({}), rest);
};

/** The same where version 1 stored an error code beside its sentence. */
export const oldFailures = (
  event: string,
  step: UpcastStep,
  cases: readonly OldSentenceCase[],
  rest: Record<string, Json> = {},
): void => {
  const recorded = 'It was Monday.';
  becomeCauses(
    event,
    step,
    [...cases, [recorded, { code: 'FROM_THE_PAST', recorded }]],
    ({ code }) => ({ code }),
    rest,
  );
};

const becomeCauses = (
  event: string,
  step: UpcastStep,
  cases: readonly OldSentenceCase[],
  beside: (cause: Cause) => Record<string, Json>,
  rest: Record<string, Json>,
): void => {
  describe(`version 1 of ${event}`, () => {
    const complete = cases.map(([stored, cause, shown]) => [stored, cause, shown ?? stored] as const);
    it.each(complete)('stored %j', (stored, cause, shown) => {
      expect(step({ workspaceId: 'w', ...beside(cause), cause: stored })).toEqual({ workspaceId: 'w', cause, ...rest });
      expect(causeSentence(cause)).toBe(shown);
    });
  });
};

/** How version 1 said that a backend ended, in events of the backend and of its agent. */
export const oldExits: readonly OldSentenceCase[] = [
  ...['process', 'container'].flatMap((place): OldSentenceCase[] => [
    [`the ${place} was ended by SIGKILL`, { code: 'ended_by_signal', details: { place, signal: 'SIGKILL' } }],
    [`the ${place} was ended by SIGUSR2`, { code: 'ended_by_signal', details: { place, signal: 'SIGUSR2' } }],
    [`the ${place} ended with code 137`, { code: 'ended_with_code', details: { place, exitCode: 137 } }],
    [`the ${place} is gone`, { code: 'ended_unseen', details: { place } }],
  ]),
  ['out of memory', { code: 'out_of_memory' }],
  ['out of memory (512 MiB)', { code: 'out_of_memory_limit', details: { mebibytes: 512 } }],
  ['out of memory (95.3675 MiB)', { code: 'out_of_memory_limit', details: { mebibytes: 95.3675 } }],
  ['it was gone when the engine came back', { code: 'gone_with_engine' }],
  ['it was gone when the platform looked', { code: 'gone_when_checked' }, 'it was gone when the platform checked'],
];

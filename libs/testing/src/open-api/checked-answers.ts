import { AnswerCheck, type ReceivedAnswer } from './answer-check.js';
import type { OpenApiDocument } from './document.js';

/** An answer that the OpenAPI document of its platform does not describe, or describes differently. */
export class AnswerMismatchError extends Error {
  override readonly name = 'AnswerMismatchError';
}

/** Benchmarks measure the platform, not this check. */
const isOff = (): boolean => process.env['GUILDHALL_CHECK_ANSWERS'] === 'off';

let loading: Promise<AnswerCheck> | null = null;

const load = async (url: string): Promise<AnswerCheck> => {
  const answer = await fetch(`${url}/docs/api-json`, { headers: { connection: 'close' } });
  return new AnswerCheck((await answer.json()) as OpenApiDocument);
};

/** The check against the document of the platform at `url`, which is built once: every platform of a process is the same. */
export const answerCheckOf = (url: string): Promise<AnswerCheck> => {
  loading ??= load(url).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
};

/** Throws `AnswerMismatchError` when the answer differs from the document of the platform at `url`. */
export const checkAnswer = async (url: string, answer: ReceivedAnswer): Promise<void> => {
  if (isOff()) return;
  const difference = (await answerCheckOf(url)).mismatch(answer);
  if (difference !== null) throw new AnswerMismatchError(difference);
};

/** As `fetch`, but the answer is checked; `base` is the address of the platform. */
export const checkedFetch = async (base: string, path: string, init: RequestInit = {}): Promise<Response> => {
  const answer = await fetch(`${base}${path}`, init);
  const contentType = answer.headers.get('content-type');
  const isBinary = contentType !== null && !/json|text/.test(contentType);
  const text = isBinary ? null : await answer.clone().text();
  await checkAnswer(base, { method: init.method ?? 'GET', path, status: answer.status, contentType, text });
  return answer;
};

/** For `catch` where the platform may be down: null then; a mismatch is thrown on. */
export const nullWhenUnreachable = (error: unknown): null => {
  if (error instanceof AnswerMismatchError) throw error;
  return null;
};

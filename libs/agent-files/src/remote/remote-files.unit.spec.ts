import type { AgentFiles } from '../port.js';
import { answerRequest } from './answer-request.js';
import { RemoteFiles } from './remote-files.js';

const text = (content: string): Buffer => Buffer.from(content);
/** Files behind a program that gives this answer to every request. */
const answering = (head: unknown, content = ''): RemoteFiles =>
  new RemoteFiles(async () => ({ exitCode: 0, stdout: text(`${JSON.stringify(head)}\n${content}`), stderr: '' }));
const entry = { path: 'src/a.txt', kind: 'file', size: 1, modifiedMs: 1 };
const listing = (entries: unknown, truncated: unknown = false) => ({ ok: true, listing: { entries, truncated } });
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const changes = (...all: object[]) => ({ ok: true, changes: all });
const unusable = { code: 'FILES_ANSWER_INVALID', status: 502 };

describe("an answer from an agent's container", () => {
  it('is accepted if it has the expected form', async () => {
    expect(await answering(listing([entry])).list('workspace', 'src', 1, 1)).toEqual(listing([entry]).listing);
    expect(await answering({ ok: true, size: 3 }, 'abc').read('workspace', 'a', 3)).toEqual(text('abc'));
    const change = { path: 'a', size: 3, digest: abc };
    expect(await answering(changes(change)).write('workspace', 'a', text('abc'))).toEqual(change);
    expect(await answering(changes(change)).replace('workspace', new Map([['a', text('abc')]]))).toEqual([change]);
  });

  it.each([
    ['no list', { ok: true }],
    ['too many entries', listing([entry, { ...entry, path: 'src/b' }])],
    ['no end', listing([entry], 'no')],
    ['an entry outside the folder', listing([{ ...entry, path: 'other/a.txt' }])],
    ['an entry that leaves the folder', listing([{ ...entry, path: 'src/../a.txt' }])],
    ['an entry deeper than requested', listing([{ ...entry, path: 'src/a/b' }])],
    ['another kind', listing([{ ...entry, kind: 'program' }])],
    ['an invalid size', listing([{ ...entry, size: -1 }])],
    ['a time without a date', listing([{ ...entry, modifiedMs: 1e300 }])],
    ['nothing', null],
    ['neither result nor refusal', { ok: 1 }],
    ['a refusal that is not about files', { ok: false, code: 'UNAUTHENTICATED', details: {} }],
    ['an unknown refusal', { ok: false, code: 'toString', details: {} }],
  ])('with %s is refused', async (_what, head) => {
    await expect(answering(head).list('workspace', 'src', 1, 1)).rejects.toMatchObject(unusable);
  });

  it('that is not framed is refused', async () => {
    for (const stdout of ['', 'no line', 'no JSON\n'])
      await expect(
        new RemoteFiles(async () => ({ exitCode: 0, stdout: text(stdout), stderr: '' })).remove('workspace', 'a'),
      ).rejects.toMatchObject(unusable);
  });

  it('has exactly the length that it states, and at most the requested one', async () => {
    await expect(answering({ ok: true, size: 3 }, 'abc').read('workspace', 'a', 2)).rejects.toMatchObject(unusable);
    await expect(answering({ ok: true, size: 4 }, 'abc').read('workspace', 'a', 9)).rejects.toMatchObject(unusable);
    await expect(answering({ ok: true }, 'abc').read('workspace', 'a', 9)).rejects.toMatchObject(unusable);
  });

  it('names exactly the files that were sent', async () => {
    const change = { path: 'a', size: 3, digest: abc };
    for (const wrong of [
      changes(),
      changes({ ...change, path: 'b' }),
      changes({ ...change, size: 4 }),
      changes({ ...change, digest: abc.replace('b', 'c') }),
      changes(change, change),
      { ok: true, changes: 'a' },
    ]) {
      await expect(answering(wrong).write('workspace', 'a', text('abc'))).rejects.toMatchObject(unusable);
      const files = new Map([['a', text('abc')]]);
      await expect(answering(wrong).replace('workspace', files)).rejects.toMatchObject(unusable);
    }
  });

  it('passes on only known members of a refusal', async () => {
    const details = { path: 'x'.repeat(3_000), reason: {}, status: 'online', limit: -1, retryAfter: 5 };
    const refused = answering({ ok: false, code: 'FILES_BUSY', details }).remove('workspace', 'a');
    await expect(refused).rejects.toMatchObject({ code: 'FILES_BUSY' });
    await expect(refused.catch((error: { details: object }) => error.details)).resolves.toEqual({
      path: 'x'.repeat(2_000),
      retryAfter: 5,
    });
  });

  it('may not be longer than the limit, which the program is told', async () => {
    const limits: number[] = [];
    const files = new RemoteFiles(async (_args, _input, outputLimit) => {
      limits.push(outputLimit);
      return { exitCode: 0, stdout: Buffer.alloc(outputLimit + 1), stderr: '' };
    });
    const head = 65_536;
    await expect(files.read('workspace', 'a', 1_000)).rejects.toMatchObject(unusable);
    await expect(files.list('workspace', '', 1, 10)).rejects.toMatchObject(unusable);
    await expect(files.write('workspace', 'a', text('abc'))).rejects.toMatchObject(unusable);
    await expect(files.replace('workspace', new Map([['a', text('abc')]]))).rejects.toMatchObject(unusable);
    await expect(files.remove('workspace', 'a')).rejects.toMatchObject(unusable);
    expect(limits).toEqual([head + 1_000, head + 10 * 2_048, head, head + 2_048, head]);
  });
});

describe('the answer to a request', () => {
  it('has the content as read, without a copy', async () => {
    const content = text('abc');
    const files = { read: () => Promise.resolve(content) } as Partial<AgentFiles> as AgentFiles;
    const request = { operation: 'read', root: 'workspace', path: 'a', limit: 3 };
    const [head, body] = await answerRequest(files, text(`${JSON.stringify(request)}\n`));
    expect(JSON.parse(String(head))).toEqual({ ok: true, size: 3 });
    expect(body).toBe(content);
  });
});

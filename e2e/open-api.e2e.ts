import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answerCheckOf, Installation } from '@guildhall/testing';
import { parse } from 'yaml';

/** Statuses that come without a body. */
const bodiless = new Set(['204', '302', '303', '304']);

describe('the OpenAPI document', () => {
  let installation: Installation;

  before(async () => {
    installation = await Installation.started({ GUILDHALL_BACKEND: 'off' });
  });
  after(() => installation?.remove());

  it('describes what every operation answers', async () => {
    const { operations } = await answerCheckOf(installation.url);
    const undescribed = operations.all.filter(({ answers }) => {
      const successes = Object.entries(answers).filter(([status]) => /^[23]/.test(status));
      const described = successes.filter(([status, { content }]) => bodiless.has(status) || content !== undefined);
      return successes.length === 0 || described.length < successes.length;
    });
    assert.deepEqual(
      undescribed.map(({ name }) => name),
      [],
    );
    assert.ok(operations.all.length >= 58);
  });

  it('is read on a page that loads files of this server only', async () => {
    const read = async (path: string) => {
      const answer = await fetch(new URL(path, installation.url), { headers: { connection: 'close' } });
      return {
        status: answer.status,
        text: await answer.text(),
        policy: answer.headers.get('content-security-policy'),
      };
    };
    for (const address of ['/docs/api', '/docs/api/']) {
      const { status, text, policy } = await read(address);
      assert.equal(status, 200);
      assert.match(policy ?? '', /script-src 'self'/);
      const files = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path = '']) => path);
      assert.equal(files.length, 4);
      for (const path of files) assert.deepEqual([path[0], (await read(path)).status], ['/', 200]);
    }
    assert.equal((await read('/docs/api/reader/index.html')).status, 404);
    assert.deepEqual(parse((await read('/docs/api-yaml')).text), JSON.parse((await read('/docs/api-json')).text));
  });
});

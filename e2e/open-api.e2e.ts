import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answerCheckOf, Installation } from '@guildhall/testing';

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
});

import { diskFailureOf, diskFailureSentence } from './disk-failure.js';

const failing = (members: object, cause?: unknown): Error => Object.assign(new Error('failed', { cause }), members);

describe('a failure of the disk', () => {
  it.each([
    ['full', { code: 'ENOSPC' }],
    ['full', { code: 'EDQUOT' }],
    ['full', { code: 'ERR_SQLITE_ERROR', errcode: 13 }],
    ['full', { code: 'ERR_SQLITE_ERROR', errcode: 4_874 }],
    ['read-only', { code: 'EROFS' }],
    ['read-only', { code: 'EACCES' }],
    ['read-only', { code: 'ERR_SQLITE_ERROR', errcode: 8 }],
    ['read-only', { code: 'ERR_SQLITE_ERROR', errcode: 14 }],
    ['handles', { code: 'EMFILE' }],
    ['handles', { code: 'ENFILE' }],
    ['broken', { code: 'EIO' }],
    ['broken', { code: 'ERR_SQLITE_ERROR', errcode: 778 }],
  ] as const)('%s is known by %o, also as the cause of another error', (failure, members) => {
    expect(diskFailureOf(failing(members))).toBe(failure);
    expect(diskFailureOf(failing({}, failing(members)))).toBe(failure);
    expect(diskFailureSentence(failure, '/data')).toMatch(/\.$/);
  });

  it.each([failing({ code: 'ECONNREFUSED' }), failing({ code: 'ERR_SQLITE_ERROR', errcode: 11 }), 'text', null])(
    'is not seen in %s',
    (error) => expect(diskFailureOf(error)).toBeNull(),
  );
});

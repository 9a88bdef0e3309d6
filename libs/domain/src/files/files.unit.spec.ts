import type { FileFact } from '@guildhall/contracts';
import { given } from '../testing/given.js';
import { filesDecider, type FilesCommand } from './files.js';

const of = { workspaceId: 'coder', changeId: 'change-1' };
const file = { path: 'config.yaml', digest: 'ab'.repeat(32), size: 3 };
const writing = { change: 'write', root: 'configs', path: file.path, files: [file] } as const;
const intent = { ...writing, files: [...writing.files] };
const begin = (seen: number | null = null): FilesCommand => ({ type: 'begin', ...of, ...intent, seen });
const done: FilesCommand = { type: 'done', ...of };
const failed: FilesCommand = { type: 'failed', ...of, cause: { code: 'ROOT_READ_ONLY' } };

const begun: FileFact = { type: 'FileChangeBegun', data: { ...of, ...intent } };
const written: FileFact = { type: 'FileWritten', data: { ...of, root: 'configs', ...file } };
const givenUp: FileFact = {
  type: 'FileChangeFailed',
  data: { ...of, cause: { code: 'INTERRUPTED' } },
};

describe('a change of files', () => {
  it('says what is to come, then what became of it', () => {
    given(filesDecider).when(begin()).then(begun);
    given(filesDecider, begun).when(done).then(written);
    given(filesDecider, begun)
      .when(failed)
      .then({ type: 'FileChangeFailed', data: { ...of, cause: { code: 'ROOT_READ_ONLY' } } });
  });

  it('has one outcome, however often it is reported', () => {
    given(filesDecider, begun).when(begin()).thenNothing();
    given(filesDecider, begun, written).when(done).thenNothing();
    given(filesDecider, begun, written).when(failed).thenNothing();
    given(filesDecider, begun, written).when(begin()).thenNothing();
    given(filesDecider).when(done).thenNothing();
  });

  it('does not leave a change as failed that succeeded after all', () => {
    given(filesDecider, begun, givenUp).when(done).then(written);
    given(filesDecider, begun, givenUp, written).when(done).thenNothing();
  });

  it('names what was deleted, and everything that replaced', () => {
    const deleting = { change: 'delete', root: 'workspace', path: 'old', files: [] } as const;
    given(filesDecider, { type: 'FileChangeBegun', data: { ...of, ...deleting, files: [] } })
      .when(done)
      .then({ type: 'FileDeleted', data: { ...of, root: 'workspace', path: 'old' } });
    const replacing = { change: 'replace', root: 'configs', path: null, files: [file] } as const;
    given(filesDecider, { type: 'FileChangeBegun', data: { ...of, ...replacing, files: [file] } })
      .when(done)
      .then({ type: 'FilesReplaced', data: { ...of, root: 'configs', files: [file] } });
  });

  it('is not begun on what was looked at before another change', () => {
    given(filesDecider).when(begin(0)).then(begun);
    const other: FileFact = { type: 'FileChangeBegun', data: { ...of, ...intent, changeId: 'change-0' } };
    given(filesDecider, other).when(begin(0)).thenRefused('FILES_BUSY');
    given(filesDecider, other).when(begin(1)).then(begun);
    given(filesDecider, other).when(begin(null)).then(begun);
  });
});

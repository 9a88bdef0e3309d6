import { TestBed } from '@angular/core/testing';
import { ApiError } from '@guildhall/client';
import { DraftsStore } from './drafts.store.js';
import { EditedDocument } from './edited-document.js';

const changed = new ApiError(412, { type: '', title: '', error: 'Changed.', code: 'FILE_CHANGED', fix: 'Look.' });

/** A file that others can also write. */
class SharedFile {
  text = 'one';
  revision = 1;
  refuse: unknown = null;

  get etag(): string {
    return `"${this.revision}"`;
  }

  theyWrite(text: string): void {
    this.text = text;
    this.revision += 1;
  }

  async read() {
    return { text: this.text, etag: this.etag };
  }

  async write(text: string, ifMatch: string | null) {
    if (this.refuse !== null) throw this.refuse;
    if (ifMatch !== null && ifMatch !== this.etag) throw changed;
    this.theyWrite(text);
    return { etag: this.etag };
  }
}

const opened = async (file = new SharedFile()) => {
  const drafts = TestBed.inject(DraftsStore);
  const document = new EditedDocument({ workspaceId: 'w', kind: 'files', name: 'workspace/a.md' }, file, drafts);
  await document.load();
  return { file, drafts, document };
};

describe('an edited document', () => {
  it('is unsaved from the first change until it is saved', async () => {
    const { file, document, drafts } = await opened();
    expect(document.isUnsaved()).toBe(false);
    document.edit('one two');
    expect(document.isUnsaved()).toBe(true);
    expect(drafts.isUnsaved('w', 'files')).toBe(true);
    expect(await document.save()).toBe(true);
    expect(file.text).toBe('one two');
    expect(drafts.isUnsaved('w', 'files')).toBe(false);
  });

  it('is not unsaved when it equals the version read', async () => {
    const { document } = await opened();
    document.edit('x');
    document.edit('one');
    expect(document.isUnsaved()).toBe(false);
  });

  it('keeps the draft until the document is opened again', async () => {
    const { file, document } = await opened();
    document.edit('mine');
    const again = (await opened(file)).document;
    expect(again.text()).toBe('mine');
    again.discard();
    expect(again.text()).toBe('one');
  });

  it('does not save over the version of others, and overwrites it only when asked to', async () => {
    const { file, document } = await opened();
    document.edit('mine');
    file.theyWrite('theirs');
    expect(await document.save()).toBe(false);
    expect(file.text).toBe('theirs');
    expect(document.theirs()?.text).toBe('theirs');
    expect(document.text()).toBe('mine');
    expect(await document.overwrite()).toBe(true);
    expect(file.text).toBe('mine');
    expect(document.theirs()).toBeNull();
  });

  it('overwrites only the version that was shown', async () => {
    const { file, document } = await opened();
    document.edit('mine');
    file.theyWrite('theirs');
    await document.save();
    file.theyWrite('newer');
    expect(await document.overwrite()).toBe(false);
    expect(document.theirs()?.text).toBe('newer');
  });

  it('takes theirs', async () => {
    const { file, document } = await opened();
    document.edit('mine');
    file.theyWrite('theirs');
    await document.save();
    document.takeTheirs();
    expect([document.text(), document.isUnsaved()]).toEqual(['theirs', false]);
    document.edit('theirs and mine');
    expect(await document.save()).toBe(true);
  });

  it('notices a change by others for a draft that was left and opened again', async () => {
    const { file, document } = await opened();
    document.edit('mine');
    file.theyWrite('theirs');
    const again = (await opened(file)).document;
    expect(await again.save()).toBe(false);
    expect(again.theirs()?.text).toBe('theirs');
  });

  it('stays unsaved after another refusal, and shows it', async () => {
    const { file, document } = await opened();
    file.refuse = new Error('disk');
    document.edit('mine');
    expect(await document.save()).toBe(false);
    expect(document.problem()).toEqual(new Error('disk'));
    expect(document.isUnsaved()).toBe(true);
  });

  it('keeps text that is typed during a save', async () => {
    const { file, document } = await opened();
    document.edit('first');
    const saving = document.save();
    document.edit('first and more');
    expect(await saving).toBe(true);
    expect(file.text).toBe('first');
    expect(document.text()).toBe('first and more');
    expect(await document.save()).toBe(true);
    expect(file.text).toBe('first and more');
  });
});

describe('drafts', () => {
  it('make the browser ask before the page is left', async () => {
    const { document } = await opened();
    const leave = (): boolean => {
      const event = new Event('beforeunload', { cancelable: true });
      dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leave()).toBe(false);
    document.edit('mine');
    expect(leave()).toBe(true);
    document.discard();
    expect(leave()).toBe(false);
  });
});

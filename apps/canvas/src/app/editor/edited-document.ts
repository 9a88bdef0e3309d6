import { computed, signal } from '@angular/core';
import { ApiError } from '@guildhall/client';
import type { Draft, DraftKind, DraftsStore } from './drafts.store.js';

/** A document as the platform stores it. A save compares `etag`. */
export interface Version {
  text: string;
  etag: string | null;
}
export interface DocumentSource {
  read(): Promise<Version>;
  /** `ifMatch` null overwrites any version. Refused with 412 when the version changed. */
  write(text: string, ifMatch: string | null): Promise<{ etag: string | null }>;
}
export interface DocumentName {
  workspaceId: string;
  kind: DraftKind;
  name: string;
}

/** An edited text: the version read, the unsaved draft, and a version that someone else saved meanwhile. */
export class EditedDocument {
  private readonly held = signal<Version | null>(null);
  private readonly trouble = signal<unknown>(null);
  private readonly saving = signal(false);
  private readonly conflict = signal<Version | null>(null);
  readonly version = this.held.asReadonly();
  readonly problem = this.trouble.asReadonly();
  readonly isSaving = this.saving.asReadonly();
  /** The version that someone else saved meanwhile; null: there is none. */
  readonly theirs = this.conflict.asReadonly();
  private readonly draft = computed(() => {
    const { workspaceId, kind, name } = this.names;
    return this.drafts.get(workspaceId, kind, name);
  });
  readonly text = computed(() => this.draft()?.text ?? this.held()?.text ?? '');
  readonly isUnsaved = computed(() => this.draft() !== null);
  private readonly looksAtTheirs = signal(false);
  /** True while the other's version is on screen, which cannot be edited. */
  readonly showsTheirs = computed(() => this.looksAtTheirs() && this.conflict() !== null);
  /** The text on screen: that of this edit, or the other's. */
  readonly shownText = computed(() => (this.showsTheirs() ? (this.conflict()?.text ?? '') : this.text()));

  constructor(
    private readonly names: DocumentName,
    private readonly source: DocumentSource,
    private readonly drafts: DraftsStore,
  ) {}

  async load(): Promise<void> {
    this.trouble.set(null);
    try {
      this.held.set(await this.source.read());
    } catch (problem) {
      this.trouble.set(problem);
    }
  }

  edit(text: string): void {
    const version = this.held();
    if (version === null || this.showsTheirs()) return;
    const isBack = text === version.text && this.conflict() === null;
    this.keep(isBack ? null : { text, base: this.draft()?.base ?? version.etag });
  }

  showTheirs(isShown: boolean): void {
    this.looksAtTheirs.set(isShown);
  }

  /** True when it is saved. */
  save(): Promise<boolean> {
    return this.write(this.draft()?.base ?? this.held()?.etag ?? null);
  }

  /** Saves over the other version. */
  overwrite(): Promise<boolean> {
    this.showTheirs(false);
    return this.write(this.conflict()?.etag ?? null);
  }

  takeTheirs(): void {
    const theirs = this.conflict();
    if (theirs === null) return;
    this.held.set(theirs);
    this.discard();
  }

  discard(): void {
    this.keep(null);
    this.showTheirs(false);
    this.conflict.set(null);
    this.trouble.set(null);
  }

  private async write(ifMatch: string | null): Promise<boolean> {
    const text = this.text();
    this.saving.set(true);
    this.trouble.set(null);
    try {
      const { etag } = await this.source.write(text, ifMatch);
      this.held.set({ text, etag });
      this.conflict.set(null);
      // Text typed during the save stays a draft of the new version.
      this.keep(this.text() === text ? null : { text: this.text(), base: etag });
      return true;
    } catch (problem) {
      await this.refused(problem);
      return false;
    } finally {
      this.saving.set(false);
    }
  }

  private async refused(problem: unknown): Promise<void> {
    if (!(problem instanceof ApiError) || problem.status !== 412) return this.trouble.set(problem);
    try {
      this.conflict.set(await this.source.read());
    } catch (unreadable) {
      this.trouble.set(unreadable);
    }
  }

  private keep(draft: Draft | null): void {
    const { workspaceId, kind, name } = this.names;
    this.drafts.keep(workspaceId, kind, name, draft);
  }
}

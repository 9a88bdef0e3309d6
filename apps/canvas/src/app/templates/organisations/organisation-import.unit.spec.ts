import { OverlayContainer } from '@angular/cdk/overlay';
import { jest } from '@jest/globals';
import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ApiError } from '@guildhall/client';
import type {
  ConnectionView,
  ImportedOrganisationView,
  ImportOrganisationBody,
  OrganisationTemplateView,
  ProblemBody,
} from '@guildhall/contracts';
import { PLATFORM } from '../../platform/platform.js';
import { importRefusalOf } from './import-refusal.js';
import { OrganisationImportStore } from './organisation-import.store.js';
import { OrganisationTemplatesDialogComponent } from './organisation-templates-dialog.component.js';

const refusal = (status: number, code: string, more: object): ApiError =>
  new ApiError(status, { type: '', title: '', error: 'No.', fix: 'Set them.', code, ...more } as ProblemBody);
const either = { any_of: ['KEY_B', 'KEY_A'] };
const needy = refusal(412, 'ENVIRONMENT_MISSING', { missing_env: [either] });
const unknownKey = {
  file: 'org.yaml',
  line: 5,
  column: 1,
  path: 'chidren',
  problem: 'is not known',
  severity: 'warning',
};
const guild: OrganisationTemplateView = {
  dir: 'guild',
  name: 'Guild',
  description: '',
  workspaces: 3,
  required_env: ['KEY_C', { any_of: ['KEY_A', 'KEY_B'] }],
  recommended_env: ['KEY_D'],
  problems: [],
};
const broken: OrganisationTemplateView = {
  ...{ dir: 'broken', name: 'Broken', description: '', workspaces: 0, required_env: [], recommended_env: [] },
  problems: [
    { file: 'org.yaml', line: 4, column: 1, path: 'workspaces', problem: 'it must be a list', severity: 'error' },
    { file: '', line: 1, column: 1, path: '', problem: 'it has too many files', severity: 'error' },
    { file: 'org.yaml', line: 2, column: 1, path: 'colour', problem: 'it is not known', severity: 'warning' },
  ],
};
const whole: ImportedOrganisationView = {
  org: 'Guild',
  workspaces: [{ id: 'w1', name: 'Lead', tier: 1 }],
  count: 3,
  not_applied: [{ workspace: 'Lead', key: 'schedules', why: 'It is not acted on.' }],
};

const started = () => {
  type Sent = (input: { body: ImportOrganisationBody }, options: { idempotencyKey: string }) => Promise<unknown>;
  const importOrganisation = jest.fn<Sent>();
  const templates = { importOrganisation, organisations: () => Promise.resolve([broken, guild]) };
  TestBed.configureTestingModule({ providers: [{ provide: PLATFORM, useValue: { templates } }] });
  const answers = (body: ImportedOrganisationView) => importOrganisation.mockResolvedValueOnce({ body });
  const keys = () => importOrganisation.mock.calls.map(([, { idempotencyKey }]) => idempotencyKey);
  return { importOrganisation, answers, keys, store: TestBed.inject(OrganisationImportStore) };
};

describe('the refusal of an import', () => {
  it('is an environment, mistakes of the template, or something else', () => {
    expect(importRefusalOf(needy)).toEqual({ kind: 'environment', missing: [either], text: 'No.', fix: 'Set them.' });
    const invalid = (problems: object[]) => importRefusalOf(refusal(400, 'TEMPLATE_INVALID', { problems }));
    expect(invalid([unknownKey])).toMatchObject({ kind: 'template', canBeForced: true });
    expect(invalid([unknownKey, { ...unknownKey, severity: 'error' }])).toMatchObject({ canBeForced: false });
    expect(importRefusalOf(refusal(412, 'PRECONDITION_FAILED', {}))).toEqual({ kind: 'other' });
    expect(importRefusalOf(new Error('network'))).toEqual({ kind: 'other' });
  });
});

describe('OrganisationImportStore', () => {
  it('resumes a partial import under the same key', async () => {
    const { answers, keys, importOrganisation, store } = started();
    const connection = { workspace_id: 'w1', auth_token: 'shown-once' } as ConnectionView;
    const first = { id: 'w1', name: 'Lead', tier: 1 };
    answers({ ...whole, workspaces: [{ ...first, connection }], count: 1, error: 'Too deep.' });
    answers(whole);
    store.choose('guild');
    await store.import();
    store.left();
    expect(store.result()?.error).toBe('Too deep.');
    await store.resume();
    expect(store.result()).toEqual({ ...whole, workspaces: [{ ...first, connection }] });
    expect(keys()[0]).toBe(keys()[1]);
    expect(importOrganisation.mock.calls.map(([{ body }]) => body)).toEqual([{ dir: 'guild' }, { dir: 'guild' }]);
  });

  it('keeps a partial result when resuming is refused', async () => {
    const { answers, importOrganisation, store } = started();
    answers({ ...whole, count: 1, error: 'Too deep.' });
    importOrganisation.mockRejectedValueOnce(needy);
    store.choose('guild');
    await store.import();
    await store.resume();
    expect([store.result()?.count, store.refusal()]).toEqual([1, needy]);
  });

  it('forces with another key, and starts over once everything is made', async () => {
    const { answers, importOrganisation, keys, store } = started();
    importOrganisation.mockRejectedValueOnce(needy);
    answers(whole);
    answers(whole);
    store.choose('guild');
    await store.import();
    await store.import(true);
    expect(importOrganisation.mock.calls[1]?.[0].body).toEqual({ dir: 'guild', force: true });
    store.left();
    expect([store.result(), store.chosen()]).toEqual([null, null]);
    store.choose('guild');
    await store.import(true);
    expect(new Set(keys()).size).toBe(3);
  });
});

describe('dialog of an import', () => {
  const opened = async () => {
    const all = started();
    const fixture = TestBed.createComponent(OrganisationTemplatesDialogComponent);
    for (let round = 0; round < 5; round += 1) await TestBed.inject(ApplicationRef).whenStable();
    const element = TestBed.inject(OverlayContainer).getContainerElement();
    const press = async (selector: string) => {
      element.querySelector<HTMLElement>(selector)?.click();
      await fixture.whenStable();
    };
    return { ...all, element, press };
  };
  const importButton = '[data-testid=import-start]';

  it('marks what is missing and what is set, and imports anyway when told so', async () => {
    const { element, press, importOrganisation, answers } = await opened();
    await press('[value=guild]');
    const needs = () => [...element.querySelectorAll('gh-environment-needs li')].map((row) => row.textContent?.trim());
    expect(needs().join()).not.toMatch(/missing|set/);
    importOrganisation.mockRejectedValueOnce(needy);
    await press(importButton);
    expect(needs()[0]).toMatch(/KEY_C\s*set$/);
    expect(needs()[1]).toMatch(/one of\s+KEY_A\s*KEY_B\s*missing$/);
    expect(needs()[2]).toMatch(/KEY_D$/);
    answers(whole);
    await press('[data-testid=import-anyway]');
    expect(element.querySelector('[data-testid=import-outcome]')?.textContent).toContain('Guild was imported.');
    expect(element.querySelector('[data-testid=not-applied]')?.textContent).toMatch(/schedules\s*of Lead/);
  });

  it('says how much of an organisation is missing, and why', async () => {
    const { element, press, answers } = await opened();
    answers({ ...whole, count: 1, error: 'A team has at most 32 levels.' });
    await press('[value=guild]');
    await press(importButton);
    const text = element.querySelector('[data-testid=import-outcome]')?.textContent ?? '';
    expect(text).toContain('only partly');
    expect(text).toContain('the first of the other 2 was refused');
    expect(text).toContain('A team has at most 32 levels.');
    expect(element.querySelector('[data-testid=import-resume]')).not.toBeNull();
  });

  it('shows why a template cannot be imported, and does not let it be chosen', async () => {
    const { element, press } = await opened();
    const texts = element.querySelectorAll('[data-testid=organisation-broken] li span');
    expect([...texts].map(({ textContent }) => textContent?.trim())).toEqual([
      'org.yaml, line 4',
      'workspaces: it must be a list',
      'The folder',
      'it has too many files',
    ]);
    await press('[value=broken]');
    expect(element.querySelector<HTMLButtonElement>(importButton)?.disabled).toBe(true);
    await press('[value=guild]');
    expect(element.querySelector<HTMLButtonElement>(importButton)?.disabled).toBe(false);
  });

  it('does not offer to ignore mistakes', async () => {
    const { element, press, importOrganisation } = await opened();
    const problems = [{ ...unknownKey, severity: 'error' }];
    importOrganisation.mockRejectedValueOnce(refusal(400, 'TEMPLATE_INVALID', { problems }));
    await press('[value=guild]');
    await press(importButton);
    expect(element.querySelector('gh-import-refusal gh-template-problems')?.textContent).toContain('org.yaml, line 5');
    expect(element.querySelector('[data-testid=import-anyway]')).toBeNull();
  });
});

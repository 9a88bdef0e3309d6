import type { JsonObject } from '@guildhall/contracts';
import { posix } from 'node:path';
import { readConfiguration } from '../configuration/read-configuration.js';
import { notActedOn } from './organisation-shape.js';
import type { OrganisationPlan, PlannedWorkspace, PlanSources } from './planned-workspace.js';
import { PlannedFiles } from './planned-files.js';
import type { ReadOrganisation } from './read-organisation.js';
import { expand, readVariables } from './template-variables.js';
import { asRole, present, textOf, type Values } from './template-values.js';

/** Says what an import of a template makes, of one that was read without an error. Nothing is read or written. */
export const planOrganisation = ({ data, place }: ReadOrganisation, sources: PlanSources): OrganisationPlan =>
  new Planner(data, sources, place).plan();

class Planner {
  private readonly made: OrganisationPlan = { workspaces: [], notApplied: [], problems: [] };
  private readonly defaults: Values;
  private readonly files: PlannedFiles;

  constructor(
    private readonly data: JsonObject,
    private readonly sources: PlanSources,
    private readonly place: ReadOrganisation['place'],
  ) {
    this.defaults = (data['defaults'] ?? {}) as Values;
    this.files = new PlannedFiles(sources, this.defaults, (path, problem) => this.problem(path, problem));
  }

  plan(): OrganisationPlan {
    this.leaveOut(null, this.data);
    this.leaveOut(null, this.defaults);
    if (this.sources.variables.size > 0) this.leaveOut(null, { '.env': true });
    this.team((this.data['workspaces'] ?? []) as Values[], 'workspaces', null);
    return this.made;
  }

  private team(team: readonly Values[], at: string, parentPath: string | null): void {
    team.forEach((workspace, index) => {
      const path = `${at}[${index}]`;
      this.leaveOut(String(workspace['name']), workspace);
      this.made.workspaces.push(this.workspace(workspace, path, parentPath));
      this.team((workspace['children'] ?? []) as Values[], `${path}.children`, path);
    });
  }

  private workspace(own: Values, path: string, parentPath: string | null): PlannedWorkspace {
    const base = this.files.baseFiles(own, path);
    const { data } = readConfiguration(base.get('config.yaml')?.toString() ?? '');
    const given = { ...this.defaults, ...facts(data ?? {}), ...own } as Values;
    const body = this.body(own, given, path);
    return { path, parentPath, body, files: this.files.complete(base, body, own, path) };
  }

  private body(own: Values, given: Values, path: string): PlannedWorkspace['body'] {
    const isExternal = own['external'] === true;
    const command = textOf(given, 'command');
    const runtime = isExternal
      ? 'external'
      : textOf(own, 'command') === undefined
        ? textOf(given, 'runtime')
        : 'command';
    const folder = this.folderOf(own, path);
    return {
      name: String(own['name']),
      role: textOf(given, 'role') ?? '',
      ...present({ runtime, tier: given['tier'], model: textOf(given, 'model') }),
      ...(runtime === 'command' ? present({ command }) : {}),
      ...present({ url: textOf(own, 'url'), manages_team: given['manages_team'] }),
      ...present({ workspace_dir: folder, workspace_access: this.accessOf(own, folder, path) }),
      ...(isPlace(own['canvas']) ? { canvas: own['canvas'] } : {}),
    };
  }

  /** A program that is named without a folder of its own runs in the folder of the template. */
  private folderOf(own: Values, path: string): string | undefined {
    if (textOf(own, 'workspace_access') === 'none') return undefined;
    const named = textOf(own, 'workspace_dir');
    if (named === undefined) {
      const runsHere = textOf(own, 'command') !== undefined && textOf(own, 'files_dir') === undefined;
      return runsHere ? this.ownFolder(path) : undefined;
    }
    const { text, missing } = expand(named, this.variablesOf(own));
    for (const name of missing)
      this.problem(
        `${path}.workspace_dir`,
        `no .env of the template or of files_dir says what ${name} is; what agents are given is not written into folders`,
      );
    return text;
  }

  private ownFolder(path: string): string | undefined {
    const [readable] = this.sources.variables.keys();
    if (readable !== undefined)
      this.problem(
        `${path}.command`,
        `it would run in the folder of the template, where it could read ${readable}: give it a files_dir and name the program as ../configs/<file>`,
      );
    return this.sources.folder ?? undefined;
  }

  private accessOf(own: Values, folder: string | undefined, path: string): string | undefined {
    const named = textOf(own, 'workspace_access');
    if (folder === undefined && (named === 'read_only' || named === 'read_write'))
      this.problem(`${path}.workspace_access`, `${named} needs a workspace_dir`);
    return named ?? (folder === undefined ? undefined : 'read_only');
  }

  private variablesOf(own: Values): ReadonlyMap<string, string> {
    const dir = textOf(own, 'files_dir');
    const places = ['.env', ...(dir === undefined ? [] : [posix.join(dir, '.env')])];
    const texts = places.map((place) => this.sources.variables.get(place)?.toString() ?? '');
    return new Map(texts.flatMap((text) => [...readVariables(text)]));
  }

  private leaveOut(workspace: string | null, values: Values): void {
    for (const key of Object.keys(values)) {
      const why = notActedOn[key];
      if (why !== undefined && values[key] !== null) this.made.notApplied.push({ workspace, key, why });
    }
  }

  private problem(path: string, problem: string): void {
    this.made.problems.push({ ...this.place(path), path, problem, severity: 'error' });
  }
}

/** What a template's own configuration says of the facts of a workspace. */
const facts = (data: JsonObject): Values => {
  const settings = (data['runtime_config'] ?? {}) as Values;
  return present({
    role: asRole(textOf(data, 'description') ?? ''),
    runtime: textOf(data, 'runtime'),
    tier: data['tier'] ?? undefined,
    model: textOf(settings, 'model') ?? textOf(data, 'model'),
    command: textOf(settings, 'command'),
    manages_team: data['manages_team'] ?? undefined,
  });
};

const isPlace = (value: unknown): value is { x: number; y: number } => {
  const { x, y } = (value ?? {}) as { x?: unknown; y?: unknown };
  return typeof x === 'number' && typeof y === 'number';
};

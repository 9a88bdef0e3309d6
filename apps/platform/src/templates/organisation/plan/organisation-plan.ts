import { workspaceLimits, type JsonObject } from '@guildhall/contracts';
import { posix } from 'node:path';
import { IgnoredSettings } from './ignored-settings.js';
import { PlanProblems } from './plan-problems.js';
import { checkBody } from './planned-body.js';
import type { OrganisationPlan, PlannedWorkspace, PlanSources } from './planned-workspace.js';
import { PlannedFiles } from './planned-files.js';
import type { ReadOrganisation } from '../read-organisation.js';
import { expand, readVariables } from './template-variables.js';
import { asRole, present, textOf, type Values } from '../../template-values.js';

/** Says what an import of a template makes, of one that was read without an error. Nothing is read or written. */
export const planOrganisation = ({ data, place }: ReadOrganisation, sources: PlanSources): OrganisationPlan =>
  new Planner(data, sources, place).plan();

class Planner {
  private readonly workspaces: PlannedWorkspace[] = [];
  private readonly leftOut: IgnoredSettings;
  private readonly problems: PlanProblems;
  private readonly defaults: Values;
  private readonly files: PlannedFiles;

  constructor(
    private readonly data: JsonObject,
    private readonly sources: PlanSources,
    place: ReadOrganisation['place'],
  ) {
    this.problems = new PlanProblems(place);
    this.defaults = (data['defaults'] ?? {}) as Values;
    this.leftOut = new IgnoredSettings(data, this.defaults, sources.variables);
    this.files = new PlannedFiles(sources, this.defaults, this.problems);
  }

  plan(): OrganisationPlan {
    this.team((this.data['workspaces'] ?? []) as Values[], 'workspaces', null, 1);
    return { workspaces: this.workspaces, notApplied: this.leftOut.all(), problems: this.problems.all() };
  }

  private team(team: readonly Values[], at: string, parentPath: string | null, level: number): void {
    const { depth } = workspaceLimits;
    if (level > depth && team.length > 0) return this.problems.at(at, `there may be at most ${depth} levels`);
    team.forEach((workspace, index) => {
      const path = `${at}[${index}]`;
      const planned = this.workspace(workspace, path, parentPath);
      this.workspaces.push(planned);
      this.leftOut.workspace(workspace, planned.body.runtime);
      this.team((workspace['children'] ?? []) as Values[], `${path}.children`, path, level + 1);
    });
  }

  private workspace(own: Values, path: string, parentPath: string | null): PlannedWorkspace {
    const base = this.files.base(own, path);
    const ofTemplate = facts(base.configuration ?? {});
    const body = this.body(own, { ...this.defaults, ...ofTemplate, ...withoutNulls(own) }, path);
    const pathOf = (field: string): string => {
      const [key = field] = field.split('.');
      if ((own[key] ?? null) !== null) return `${path}.${field}`;
      if (ofTemplate[key] !== undefined) return `${path}.template`;
      return this.defaults[key] === undefined ? `${path}.${field}` : `defaults.${field}`;
    };
    checkBody(body, pathOf, this.problems);
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
      ...present({ workspace_dir: folder, workspace_access: accessOf(own, folder) }),
      ...present({ canvas: own['canvas'] ?? undefined }),
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
      this.problems.at(
        `${path}.workspace_dir`,
        `no .env of the template or of files_dir says what ${name} is; what agents are given is not written into folders`,
      );
    return text;
  }

  private ownFolder(path: string): string | undefined {
    const [readable] = this.sources.variables.keys();
    if (readable !== undefined)
      this.problems.at(
        `${path}.command`,
        `it would run in the folder of the template, where it could read ${readable}: give it a files_dir and name the program as ../configs/<file>`,
      );
    return this.sources.folder ?? undefined;
  }

  private variablesOf(own: Values): ReadonlyMap<string, string> {
    const dir = textOf(own, 'files_dir');
    const places = ['.env', ...(dir === undefined ? [] : [posix.join(dir, '.env')])];
    const texts = places.map((place) => this.sources.variables.get(place)?.toString() ?? '');
    return new Map(texts.flatMap((text) => [...readVariables(text)]));
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

const accessOf = (own: Values, folder: string | undefined): string | undefined =>
  textOf(own, 'workspace_access') ?? (folder === undefined ? undefined : 'read_only');

const withoutNulls = (own: Values): Values =>
  Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null));

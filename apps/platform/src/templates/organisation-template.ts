import { tiers, workspaceLimits, type Tier } from '@guildhall/contracts';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Node, type YAMLMap } from 'yaml';

/** One workspace of a template, with its team. */
export interface TemplateWorkspace {
  name: string;
  role: string;
  runtime: string;
  command: string | null;
  tier: Tier;
  x: number | null;
  y: number | null;
  children: TemplateWorkspace[];
}
export interface OrganisationTemplate {
  name: string;
  description: string;
  workspaces: TemplateWorkspace[];
}

/** The template cannot be used; `problems` has a line for each, with its place in the file. */
export class TemplateProblems extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The template cannot be used:\n${problems.join('\n')}`);
    this.name = 'TemplateProblems';
  }
}

const rootKeys = ['name', 'description', 'defaults', 'workspaces'];
const defaultKeys = ['runtime', 'tier'];
const workspaceKeys = ['name', 'role', 'runtime', 'tier', 'command', 'canvas', 'children'];
const canvasKeys = ['x', 'y'];

/**
 * Reads an `org.yaml`: a subset of the reference's format, read strictly. A key that is not known here is a problem
 * with its line, never ignored.
 */
export const parseOrganisationTemplate = (text: string): OrganisationTemplate => {
  const reader = new TemplateReader(text);
  const template = reader.read();
  if (reader.problems.length > 0) throw new TemplateProblems(reader.problems);
  return template;
};

class TemplateReader {
  readonly problems: string[] = [];
  private readonly lines = new LineCounter();
  private defaults: { runtime: string; tier: Tier } = { runtime: 'langgraph', tier: 1 };

  constructor(private readonly text: string) {}

  read(): OrganisationTemplate {
    const document = parseDocument(this.text, { lineCounter: this.lines, uniqueKeys: true });
    for (const error of document.errors) this.problem(error.pos[0], error.message.split('\n')[0] ?? 'not YAML');
    const root = document.contents;
    if (!isMap(root)) return this.empty('the file must be a map with name and workspaces');
    this.onlyKeys(root, rootKeys);
    const defaults = root.get('defaults', true);
    if (isMap(defaults)) this.readDefaults(defaults);
    return {
      name: this.line(root, 'name', workspaceLimits.name) ?? '',
      description: this.line(root, 'description', 2_000, '') ?? '',
      workspaces: this.workspaces(root, 'workspaces'),
    };
  }

  private empty(problem: string): OrganisationTemplate {
    this.problem(0, problem);
    return { name: '', description: '', workspaces: [] };
  }

  private readDefaults(map: YAMLMap): void {
    this.onlyKeys(map, defaultKeys);
    this.defaults = { runtime: this.line(map, 'runtime', 100, 'langgraph') ?? '', tier: this.tier(map, 1) };
  }

  private workspaces(map: YAMLMap, key: string): TemplateWorkspace[] {
    const list = map.get(key, true);
    if (list === undefined && key === 'children') return [];
    if (!isSeq(list)) {
      this.problem(startOf(list ?? map), `"${key}" must be a list of workspaces`);
      return [];
    }
    return list.items.flatMap((item) => {
      if (isMap(item)) return [this.workspace(item)];
      this.problem(startOf(item as Node), 'a workspace must be a map with at least a name');
      return [];
    });
  }

  private workspace(map: YAMLMap): TemplateWorkspace {
    this.onlyKeys(map, workspaceKeys);
    const canvas = map.get('canvas', true);
    if (isMap(canvas)) this.onlyKeys(canvas, canvasKeys);
    return {
      name: this.line(map, 'name', workspaceLimits.name) ?? '',
      role: this.line(map, 'role', workspaceLimits.role, '') ?? '',
      runtime: this.line(map, 'runtime', workspaceLimits.runtime, this.defaults.runtime) ?? '',
      command: this.line(map, 'command', workspaceLimits.command, null),
      tier: this.tier(map, this.defaults.tier),
      x: isMap(canvas) ? this.number(canvas, 'x') : null,
      y: isMap(canvas) ? this.number(canvas, 'y') : null,
      children: this.workspaces(map, 'children'),
    };
  }

  /** Text on one line; without a fallback it must be there. */
  private line<Fallback extends string | null | undefined>(
    map: YAMLMap,
    key: string,
    limit: number,
    fallback?: Fallback,
  ): string | Fallback {
    const node = map.get(key, true);
    if (node === undefined && fallback !== undefined) return fallback;
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value !== 'string' || value === '' || value.length > limit || /[\r\n]/.test(value)) {
      this.problem(startOf(node ?? map), `"${key}" must be a text of 1 to ${limit} characters on one line`);
      return '';
    }
    return value;
  }

  private tier(map: YAMLMap, fallback: Tier): Tier {
    const node = map.get('tier', true);
    if (node === undefined) return fallback;
    const tier = tiers.find((known) => isScalar(node) && known === node.value);
    if (tier === undefined) this.problem(startOf(node), `"tier" must be one of ${tiers.join(', ')}`);
    return tier ?? fallback;
  }

  private number(map: YAMLMap, key: string): number | null {
    const node = map.get(key, true);
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.problem(startOf(node ?? map), `"${key}" must be a number`);
    return null;
  }

  private onlyKeys(map: YAMLMap, known: readonly string[]): void {
    for (const pair of map.items) {
      if (!isPair(pair) || !isScalar(pair.key) || known.includes(String(pair.key.value))) continue;
      this.problem(startOf(pair.key), `"${String(pair.key.value)}" is not known here; known are ${known.join(', ')}`);
    }
  }

  private problem(offset: number, text: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.problems.push(`line ${line}, column ${col}: ${text}`);
  }
}

const startOf = (node: Node | null | undefined): number => node?.range?.[0] ?? 0;

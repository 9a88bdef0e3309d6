import { noControlCharacters, tiers, workspaceLimits } from '@guildhall/contracts';
import { type Configuration, configurationShape, readConfiguration } from '../configuration/index.js';
import { UnchangeableYaml } from '../yaml/changed-yaml.js';
import { Limited, oneOf, type Shape } from '../yaml/shape.js';
import { withFacts } from './workspace-configuration.js';

/** Empty says nothing. */
const factOf = (limit: number): Limited =>
  new Limited('text', `a text of at most ${limit} characters on one line`, (value) => {
    const text = String(value);
    return text.length <= limit && noControlCharacters.test(text);
  });
const model = factOf(workspaceLimits.model);

/** Of a `config.yaml` that workspaces are made from: what it says of their facts, a request could say. */
const templateShape: Shape = {
  ...configurationShape,
  tier: oneOf(tiers),
  runtime: factOf(workspaceLimits.runtime),
  model,
  runtime_config: { ...configurationShape.runtime_config, model, command: factOf(workspaceLimits.command) },
};
const anything = { name: 'A', role: 'A', tier: 1, runtime: 'a', model: 'a', command: 'a' };

/** As `readConfiguration`; what would keep a workspace from being made of it is an error, too. */
export const readTemplateConfiguration = (text: string): Configuration => {
  const read = readConfiguration(text, templateShape);
  if (read.data === null || isBroken(read)) return read;
  try {
    withFacts(text, anything);
    return read;
  } catch (error) {
    if (!(error instanceof UnchangeableYaml)) throw error;
    const problem = `a workspace cannot say in it what it is: ${error.message}`;
    return { ...read, problems: [...read.problems, { line: 1, column: 1, path: '', problem, severity: 'error' }] };
  }
};

/** Has it a problem that keeps it from being used? */
export const isBroken = ({ problems }: Pick<Configuration, 'problems'>): boolean =>
  problems.some(({ severity }) => severity === 'error');

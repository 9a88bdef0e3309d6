import type { Extension } from '@codemirror/state';

type Load = () => Promise<Extension>;

const yaml: Load = async () => (await import('@codemirror/lang-yaml')).yaml();
const json: Load = async () => (await import('@codemirror/lang-json')).json();
const markdown: Load = async () => (await import('@codemirror/lang-markdown')).markdown();
const python: Load = async () => (await import('@codemirror/lang-python')).python();
const script =
  (options: { typescript?: boolean; jsx?: boolean }): Load =>
  async () =>
    (await import('@codemirror/lang-javascript')).javascript(options);

const byExtension: Record<string, Load> = {
  yaml,
  yml: yaml,
  json,
  jsonl: json,
  md: markdown,
  markdown,
  py: python,
  js: script({}),
  mjs: script({}),
  cjs: script({}),
  jsx: script({ jsx: true }),
  ts: script({ typescript: true }),
  mts: script({ typescript: true }),
  tsx: script({ typescript: true, jsx: true }),
};

/** The language of a file by its name; each is loaded with the first file that needs it. None: plain text. */
export const languageOf = async (name: string): Promise<Extension> => {
  const dot = name.lastIndexOf('.');
  const load = dot < 0 ? undefined : byExtension[name.slice(dot + 1).toLowerCase()];
  return load === undefined ? [] : load();
};

/** The parts of an OpenAPI document that describe answers. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, { responses: Record<string, DescribedAnswer> }>>;
  components?: { schemas?: Record<string, object> };
}

export interface DescribedAnswer {
  content?: Record<string, { schema?: object }>;
}

export interface Operation {
  /** Method and path template, e.g. `GET /workspaces/{id}`. */
  name: string;
  method: string;
  path: string;
  answers: Record<string, DescribedAnswer>;
}

const isParameter = (segment: string): boolean => segment.startsWith('{');

/** Number of literal segments that match; null when the path does not match. A trailing parameter may hold slashes. */
const matchedLiterals = (template: readonly string[], path: readonly string[]): number | null => {
  const takesRest = isParameter(template.at(-1) ?? '');
  const fits = path.length === template.length || (takesRest && path.length > template.length);
  if (!fits || !template.every((segment, index) => isParameter(segment) || segment === path[index])) return null;
  return template.filter((segment) => !isParameter(segment)).length;
};

/** The operations of a document, found by the requests that reach them. */
export class Operations {
  readonly all: readonly Operation[];

  constructor(document: OpenApiDocument) {
    this.all = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { responses }]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method,
        path,
        answers: responses,
      })),
    );
  }

  /** Literal segments take precedence over parameters, and equal length over a parameter that holds slashes. HEAD is answered as GET. */
  find(method: string, path: string): Operation | null {
    const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
    const segments = path.replace(/[?#].*$/s, '').split('/');
    let best: { operation: Operation; score: number } | null = null;
    for (const operation of this.all) {
      if (operation.method !== wanted) continue;
      const template = operation.path.split('/');
      const literals = matchedLiterals(template, segments);
      if (literals === null) continue;
      const score = literals * 2 + (template.length === segments.length ? 1 : 0);
      if (best === null || score > best.score) best = { operation, score };
    }
    return best?.operation ?? null;
  }
}

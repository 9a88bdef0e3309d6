import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { closed } from './closed-schemas.js';
import { Operations, type DescribedAnswer, type OpenApiDocument, type Operation } from './document.js';

/** An answer as a client received it. */
export interface ReceivedAnswer {
  method: string;
  /** With its query, as it was sent. */
  path: string;
  status: number;
  contentType: string | null;
  /** Null when the client did not read it as text. */
  text: string | null;
}

const problemType = 'application/problem+json';
const documentKey = 'open-api';

/** Routes that serve files or the document itself, which the document does not list. */
const isOutside = (path: string): boolean => /^\/(docs\/|assets\/|$)/.test(path);

/** A pointer into the document as the fragment of a reference. */
const pointerTo = (...names: readonly string[]): string =>
  names.map((name) => `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

const wordsOf = (errors: readonly ErrorObject[]): string =>
  errors
    .slice(0, 3)
    .map(({ instancePath, message, params }) => {
      const member = (params as { additionalProperty?: string; unevaluatedProperty?: string }) ?? {};
      const extra = member.additionalProperty ?? member.unevaluatedProperty;
      return `${instancePath || '/'} ${message}${extra === undefined ? '' : ` (${extra})`}`;
    })
    .join('; ');

/**
 * Compares the answers of a platform with its own OpenAPI document.
 */
export class AnswerCheck {
  readonly operations: Operations;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(document: OpenApiDocument) {
    this.operations = new Operations(document);
    ajvFormats.default(this.ajv);
    this.ajv.addSchema(this.closedDocument(document), documentKey);
  }

  /** A sentence that names operation, status and place of the difference; null when the answer is as described. */
  mismatch(answer: ReceivedAnswer): string | null {
    const operation = this.operations.find(answer.method, answer.path);
    if (operation === null) return this.mismatchOutside(answer);
    const key = describedStatus(operation, answer.status);
    const found =
      key === null ? 'the document does not describe this status' : this.bodyMismatch(operation, key, answer);
    return found === null ? null : `${operation.name} answered ${answer.status}: ${found}`;
  }

  /** Problem details may have further members (RFC 9457), everything else has described ones only. */
  private closedDocument(document: OpenApiDocument): object {
    const { components, ...rest } = document;
    const schemas = Object.entries(components?.schemas ?? {}).map(([name, schema]) => [
      name,
      name === 'ProblemBody' ? schema : closed(schema as never),
    ]);
    return { ...(closed(rest as never) as object), components: { schemas: Object.fromEntries(schemas) } };
  }

  /** A request without an operation may only be refused. */
  private mismatchOutside({ method, path, status, contentType }: ReceivedAnswer): string | null {
    if (isOutside(path) || (status >= 400 && mediaType(contentType) === problemType)) return null;
    return `${method} ${path} answered ${status}: the document has no such operation`;
  }

  private bodyMismatch(operation: Operation, key: string, answer: ReceivedAnswer): string | null {
    if (answer.method === 'HEAD') return null;
    const content = (operation.answers[key] as DescribedAnswer).content ?? {};
    const types = Object.keys(content);
    if (answer.text === '') return types.length === 0 ? null : `its body is empty, described is ${types.join(', ')}`;
    const type = mediaType(answer.contentType);
    if (content[type] === undefined)
      return `its body is ${type || 'of no type'}, described is ${types.join(', ') || 'no body'}`;
    if (!type.endsWith('json') || answer.text === null) return null;
    if (content[type].schema === undefined) return `the document has no schema for its ${type}`;
    const validate = this.validator(operation, key, type);
    return validate(JSON.parse(answer.text)) ? null : `its body differs at ${wordsOf(validate.errors ?? [])}`;
  }

  private validator({ method, path }: Operation, key: string, type: string): ValidateFunction {
    const pointer = pointerTo('paths', path, method, 'responses', key, 'content', type, 'schema');
    const validator = this.validators.get(pointer) ?? this.ajv.compile({ $ref: `${documentKey}#${pointer}` });
    this.validators.set(pointer, validator);
    return validator;
  }
}

const mediaType = (contentType: string | null): string => (contentType ?? '').split(';')[0]?.trim() ?? '';

/** The entry that describes a status; `default` describes refusals only. */
const describedStatus = ({ answers }: Operation, status: number): string | null => {
  const keys = [String(status), `${Math.floor(status / 100)}XX`, ...(status >= 400 ? ['default'] : [])];
  return keys.find((key) => answers[key] !== undefined) ?? null;
};

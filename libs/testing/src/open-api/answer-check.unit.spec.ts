import { AnswerCheck, type ReceivedAnswer } from './answer-check.js';
import type { OpenApiDocument } from './document.js';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const refusals = { default: { content: { 'application/problem+json': { schema: ref('ProblemBody') } } } };

const document: OpenApiDocument = {
  paths: {
    '/things': { get: { responses: { '200': json({ type: 'array', items: ref('Thing') }), ...refusals } } },
    '/things/{id}': { get: { responses: { '200': json(ref('Thing')), ...refusals } } },
    '/things/latest': { get: { responses: { '204': {}, ...refusals } } },
    '/things/{id}/files/{path}': {
      get: { responses: { '200': { content: { 'application/zip': {} } }, ...refusals } },
    },
  },
  components: {
    schemas: {
      ProblemBody: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
      Thing: {
        allOf: [
          { type: 'object', properties: { id: { type: 'string', format: 'uuid' } }, required: ['id'] },
          { type: 'object', properties: { owner: { type: 'object', properties: { name: { type: 'string' } } } } },
        ],
      },
    },
  },
};

const check = new AnswerCheck(document);
const id = '01a22da6-0347-729b-beaf-3f3147020132';
const difference = (path: string, body: unknown, more: Partial<ReceivedAnswer> = {}): string | null =>
  check.mismatch({
    method: 'GET',
    path,
    status: 200,
    contentType: 'application/json; charset=utf-8',
    text: body === null ? '' : JSON.stringify(body),
    ...more,
  });
const problem = { status: 404, contentType: 'application/problem+json' };

describe('the check of answers against the OpenAPI document', () => {
  it('accepts what is described', () => {
    expect(difference('/things?limit=2', [{ id, owner: { name: 'A' } }])).toBeNull();
    expect(difference('/things/latest', null, { status: 204, contentType: null })).toBeNull();
    expect(difference(`/things/${id}/files/a/b.txt`, null, { contentType: 'application/zip', text: null })).toBeNull();
    expect(difference(`/things/${id}`, null, { method: 'HEAD' })).toBeNull();
  });

  it('names operation, status and place of a difference', () => {
    expect(difference('/things', [{ id }, { id: 7 }])).toBe(
      'GET /things answered 200: its body differs at /1/id must be string',
    );
    expect(difference(`/things/${id}`, { id: 'x' })).toMatch(
      /^GET \/things\/\{id\} answered 200: .*\/id must match format/,
    );
  });

  it('finds members that are not described, in the parts of a schema as well', () => {
    expect(difference(`/things/${id}`, { id, colour: 'red' })).toMatch(/at \/ must NOT have unevaluated.*\(colour\)/);
    expect(difference(`/things/${id}`, { id, owner: { age: 3 } })).toMatch(/at \/owner must NOT have.*\(age\)/);
  });

  it('finds statuses, media types and bodies that are not described', () => {
    expect(difference('/things', [], { status: 201 })).toMatch(
      /answered 201: the document does not describe this status/,
    );
    expect(difference('/things', null)).toMatch(/its body is empty/);
    expect(difference('/things', 'x', { contentType: 'text/plain' })).toMatch(
      /is text\/plain, described is application\/json/,
    );
    expect(difference('/things/latest', {}, { status: 204 })).toMatch(/described is no body/);
  });

  it('checks problems, which may have further members', () => {
    expect(difference('/things', { code: 'GONE', applied: ['name'] }, problem)).toBeNull();
    expect(difference('/things', { error: 'gone' }, problem)).toMatch(/required property 'code'/);
    expect(difference('/things', {}, { status: 500 })).toMatch(
      /is application\/json, described is application\/problem/,
    );
  });

  it('lets an operation without a description only refuse', () => {
    expect(difference('/elsewhere', { code: 'ROUTE_NOT_FOUND' }, problem)).toBeNull();
    expect(difference('/elsewhere', {})).toBe('GET /elsewhere answered 200: the document has no such operation');
  });
});

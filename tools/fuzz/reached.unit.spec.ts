import { describe, expect, it } from '@jest/globals';
import { reachedOperations, together } from './reached.mjs';

const name = 'guildhall_http_request_duration_seconds';
const metrics = `# TYPE ${name} histogram
${name}_bucket{le="0.001",method="GET",route="/workspaces/:id",status="200"} 3
${name}_count{method="GET",route="/workspaces/:id",status="200"} 4
${name}_count{method="GET",route="/workspaces/:id",status="404"} 6
${name}_count{method="PUT",route="/workspaces/:id/files/*",status="400"} 2
`;
const document = {
  paths: { '/workspaces/{id}': { get: {}, patch: {} }, '/workspaces/{id}/files/{path}': { put: {} } },
};

describe('what fuzzing has reached', () => {
  const reached = reachedOperations(metrics, document);

  it('is what the platform counted, by operation of the document', () => {
    expect(Object.fromEntries(reached)).toEqual({
      'GET /workspaces/{id}': { requests: 10, taken: 4 },
      'PATCH /workspaces/{id}': { requests: 0, taken: 0 },
      'PUT /workspaces/{id}/files/{path}': { requests: 2, taken: 0 },
    });
  });

  it('adds up over several runs', () => {
    const sum = together(new Map([['GET /workspaces/{id}', { requests: 1, taken: 1 }]]), reached);
    expect(sum.get('GET /workspaces/{id}')).toEqual({ requests: 11, taken: 5 });
    expect(sum.size).toBe(3);
  });
});

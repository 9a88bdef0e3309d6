import { defineRoute } from './route.js';

const options = { permission: 'organisation.read', summary: 'Read it' } as const;

describe('a declared route', () => {
  it('has the defaults of a JSON answer', () => {
    const route = defineRoute<{ answer: { name: string } }>()('GET', '/it', options);
    expect(route).toEqual({ method: 'GET', path: '/it', statuses: [200], format: 'json', isForm: false, ...options });
  });

  it('does not compile without the type of its answer', () => {
    // @ts-expect-error "Name the type of the answer": nothing is named.
    defineRoute()('GET', '/it', options);
    // @ts-expect-error The same.
    defineRoute<{ answer: unknown }>()('GET', '/it', options);
    // @ts-expect-error Property 'answer' is missing.
    defineRoute<{ body: { name: string } }>()('POST', '/it', options);
  });
});

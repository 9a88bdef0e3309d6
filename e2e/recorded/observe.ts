/**
 * Reads what an installation shows over HTTP, so that two versions on the same data can be compared: the graph now and
 * at earlier positions, every view, and the history up to a position.
 */
export interface Answer {
  status: number;
  // Answers of two versions are compared, whatever they hold.
  body: unknown;
}

export type Get = (path: string) => Promise<Answer>;

export interface Head {
  position: string;
  ordinal: number;
}

export interface Observed {
  head: Head;
  answers: Record<string, Answer>;
}

interface Page {
  items: unknown[];
  next: string | null;
}

/** Positions at which the graph is compared, the last one included. */
const moments = 5;

/** All items of a list that ends with `next: null`. */
const itemsOf = async (get: Get, path: string): Promise<unknown[]> => {
  const items: unknown[] = [];
  for (let after = ''; ;) {
    const page = (await get(`${path}${after}`)).body as Page;
    items.push(...page.items);
    if (page.next === null) return items;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
};

const pathsOfWorkspace = (id: string): string[] => [
  `/workspaces/${id}`,
  `/workspaces/${id}/tokens`,
  `/workspaces/${id}/config`,
  `/workspaces/${id}/files?root=workspace&depth=5`,
  `/registry/${id}/peers`,
];

const pathsOfOrganisation = (head: Head): string[] => [
  '/organisation',
  '/canvas/viewport',
  '/templates',
  ...Array.from({ length: moments }, (_, index) => {
    const ordinal = Math.floor((head.ordinal * (index + 1)) / moments);
    return `/history/state?ordinal=${ordinal}`;
  }),
  `/history/state?position=${head.position}`,
];

/** Members that differ between two runs of one version on the same data, or that an archive of the folder rounds. */
const passing = new Set(['correlation_id', 'last_used_at', 'modified_at']);

/** An answer without the passing members and the port of the platform. */
const lasting = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body), (name, value: unknown) => {
    if (passing.has(name)) return undefined;
    if (typeof value !== 'string') return value;
    return value.replaceAll(/http:\/\/127\.0\.0\.1:\d+(?=\/workspaces)/g, 'http://platform.test');
  });

/** `recorded`: where the recording ended; without it the present head. */
export const observe = async (request: Get, recorded?: Head): Promise<Observed> => {
  const get: Get = async (path) => {
    const { status, body } = await request(path);
    return { status, body: lasting(body) };
  };
  const head = recorded ?? ((await get('/history/state')).body as Head);
  const answers: Record<string, Answer> = {};
  const keep = async (path: string): Promise<unknown> => (answers[path] = await get(path)).body;
  await keep('/workspaces');
  const rows = (await keep('/workspaces?removed=true')) as { id: string }[];
  for (const path of [...pathsOfOrganisation(head), ...rows.flatMap(({ id }) => pathsOfWorkspace(id))])
    await keep(path);
  for (const { id } of rows) {
    const path = `/workspaces/${id}/messages?limit=50`;
    answers[path] = { status: 200, body: await itemsOf(get, path) };
  }
  const history = (await itemsOf(get, '/history?limit=500')) as { ordinal: number }[];
  answers['/history'] = { status: 200, body: history.filter(({ ordinal }) => ordinal <= head.ordinal) };
  return { head: { position: head.position, ordinal: head.ordinal }, answers };
};

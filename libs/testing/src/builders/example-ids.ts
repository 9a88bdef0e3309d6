/** Ids that examples use when they need none of their own. */
export const exampleIds = {
  org: 'default',
  workspace: '018f0000-0000-7000-8000-000000000001',
  removal: '018f0000-0000-7000-8000-0000000000a1',
  credential: '018f0000-0000-7000-8000-0000000000c1',
  link: '018f0000-0000-7000-8000-0000000000c2',
  conversation: '018f0000-0000-7000-8000-0000000000d1',
  message: '018f0000-0000-7000-8000-0000000000e1',
} as const;
